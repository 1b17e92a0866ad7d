using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.UnitTests.Api.Messages;

public sealed class KeyConverterTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7))];
    private static readonly string KeyText = Base64Url.EncodeToString(Key);

    [Fact]
    public void Read_WholeObject_GivesTheKeyAsBytes()
    {
        var read = Read($$"""{"version":1,"algorithm":"luks2-aes-xts","key_b64":"{{KeyText}}"}""");

        read.Version.ShouldBe(1);
        read.Algorithm.ShouldBe("luks2-aes-xts");
        read.Key.ShouldBe(Key);
    }

    [Fact]
    public void Read_KeyWithEscapes_IsTheSameKey()
    {
        var escaped = string.Concat(KeyText.Select(c => $"\\u{(int)c:x4}"));

        Read($$"""{"key_b64":"{{escaped}}"}""").Key.ShouldBe(Key);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Read_BodyInSmallSegments_IsTheSameKey(int size)
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"volume_encryption":{"version":1,"algorithm":"luks2-aes-xts","key_b64":"{{{KeyText}}}"}}""");
        using var stream = PipeReader.Create(Segments(body, size)).AsStream();

        var message = await JsonSerializer.DeserializeAsync(stream, ApiJsonContext.Default.SpawnMessage, TestContext.Current.CancellationToken);

        message!.VolumeEncryption!.Key.ShouldBe(Key);
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("AAAA==")]
    [InlineData("+/+/")]
    [InlineData("A")]
    public void Read_NoBase64Url_GivesAKeyOfNoLength(string text) => Read($$"""{"key_b64":"{{text}}"}""").Key.ShouldBe([]);

    [Theory]
    [InlineData("""{"key_b64":"KEY","key_b64":"KEY"}""")]
    [InlineData("""{"version":1,"version":2}""")]
    [InlineData("""{"version":"1"}""")]
    [InlineData("""{"version":1.5}""")]
    [InlineData("""{"algorithm":7}""")]
    [InlineData("""{"key_b64":["KEY"]}""")]
    [InlineData("""{"key":"KEY"}""")]
    [InlineData("""["KEY"]""")]
    [InlineData("\"KEY\"")]
    public void Read_DuplicateUnknownOrIllTyped_IsRefusedWithoutTheKey(string json)
    {
        var refused = Should.Throw<JsonException>(() => Read(json.Replace("KEY", KeyText, StringComparison.Ordinal)));

        refused.ToString().ShouldNotContain(KeyText);
    }

    [Theory]
    [InlineData(1025)]
    [InlineData(1_000_000)]
    public void Read_TextTooLongForAKey_IsRefused(int length) =>
        Should.Throw<JsonException>(() => Read($$"""{"key_b64":"{{new string('A', length)}}"}"""));

    [Fact]
    public void Write_ThenRead_GivesTheSame()
    {
        var message = new SpawnMessage { VolumeEncryption = new VolumeEncryptionMessage { Version = 1, Algorithm = "luks2-aes-xts", Key = Key } };

        var json = JsonSerializer.Serialize(message, ApiJsonContext.Default.SpawnMessage);

        JsonSerializer.Deserialize(json, ApiJsonContext.Default.SpawnMessage)!.VolumeEncryption!.Key.ShouldBe(Key);
    }

    private static VolumeEncryptionMessage Read(string json) =>
        JsonSerializer.Deserialize("{\"volume_encryption\":" + json + "}", ApiJsonContext.Default.SpawnMessage)!.VolumeEncryption!;

    private static ReadOnlySequence<byte> Segments(byte[] bytes, int size)
    {
        Segment? first = null, last = null;
        foreach (var part in bytes.Chunk(size))
        {
            last = last?.Then(part) ?? new Segment(part, 0);
            first ??= last;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] part, long index) => (Memory, RunningIndex) = (part, index);

        public Segment Then(byte[] part)
        {
            var next = new Segment(part, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
