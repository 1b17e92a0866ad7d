using System.Text;
using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.UnitTests.Volumes;

public sealed class LuksHeaderTests
{
    private static readonly Guid Id = Guid.Parse("0192f7a1-0000-7000-8000-000000000001");

    [Fact]
    public void ReadUuid_Header_GivesItsId() => LuksHeader.ReadUuid(Header()).ShouldBe(Id);

    [Theory]
    [InlineData(0, 'X')]
    [InlineData(5, 'X')]
    [InlineData(7, '\u0001')]
    [InlineData(170, 'z')]
    public void ReadUuid_OneByteOff_IsNone(int offset, char value)
    {
        var header = Header();
        header[offset] = (byte)value;

        LuksHeader.ReadUuid(header).ShouldBeNull();
    }

    [Fact]
    public void ReadUuid_CutOff_IsNone() => LuksHeader.ReadUuid(Header().AsSpan(0, LuksHeader.Length - 1)).ShouldBeNull();

    private static byte[] Header()
    {
        var header = new byte[LuksHeader.Length];
        ((byte[])[(byte)'L', (byte)'U', (byte)'K', (byte)'S', 0xBA, 0xBE, 0, 2]).CopyTo(header, 0);
        Encoding.ASCII.GetBytes(Id.ToString("D")).CopyTo(header, 168);
        return header;
    }
}
