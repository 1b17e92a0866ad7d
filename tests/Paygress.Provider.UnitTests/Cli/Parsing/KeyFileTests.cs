using System.Text;
using Paygress.Provider.Cli.Parsing;

namespace Paygress.Provider.UnitTests.Cli.Parsing;

public sealed class KeyFileTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(224, 32).Select(i => (byte)i)];

    public static TheoryData<byte[]> Good =>
    [
        Key,
        Encoding.ASCII.GetBytes(Convert.ToHexString(Key) + "\n"),
        Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Key)),
        Encoding.ASCII.GetBytes(" " + Convert.ToBase64String(Key) + "\r\n"),
        Encoding.ASCII.GetBytes(System.Buffers.Text.Base64Url.EncodeToString(Key) + "\n"),
    ];

    public static TheoryData<byte[]> Bad => [Array.Empty<byte>(), Key[..31], Key.Append((byte)1).ToArray(), "hello\n"u8.ToArray(), new byte[128], new byte[100_000], Encoding.ASCII.GetBytes(new string('g', 64))];

    [Theory]
    [MemberData(nameof(Good))]
    public void Read_KeyInAnyForm_GivesItsBytes(byte[] content)
    {
        var result = KeyFile.Read("-", new MemoryStream(content));

        result.ShouldBeOfType<KeyFileResult.Good>().File.Key.ShouldBe(Key);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Read_NoKey_SaysHowToMakeOne(byte[] content)
    {
        var result = KeyFile.Read("-", new MemoryStream(content));

        result.ShouldBeOfType<KeyFileResult.Bad>().Error.ShouldContain("head -c 32 /dev/urandom");
    }

    [Fact]
    public void Read_NoFile_SaysSo() =>
        KeyFile.Read("/nonexistent/key", Stream.Null).ShouldBeOfType<KeyFileResult.Bad>().Error.ShouldContain("there is no key file /nonexistent/key");

    [Fact]
    public void Dispose_ReadKey_IsZero()
    {
        var file = KeyFile.Read("-", new MemoryStream(Key)).ShouldBeOfType<KeyFileResult.Good>().File;

        file.Dispose();

        file.Key.ShouldAllBe(b => b == 0);
    }
}
