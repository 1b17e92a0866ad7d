using System.Text;
using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.UnitTests.Cli.Rendering;

public sealed class PrintableBytesTests
{
    [Theory]
    [InlineData("plain\n\ttext\n", "plain\n\ttext\n")]
    [InlineData("grüße 🎉\n", "grüße 🎉\n")]
    [InlineData("a\u001b]52;c;eA==\u0007b", "a ]52;c;eA== b")]
    [InlineData("10%\r20%\r\n", "10% 20% \n")]
    [InlineData("\0\b\u007f\u0080\u009b31m\u00a0", "     31m\u00a0")]
    public void Next_Text_HasBlanksForControls(string text, string shown) =>
        Show([Encoding.UTF8.GetBytes(text)]).ShouldBe(shown);

    [Fact]
    public void Next_LoneByteThatIsAControlToSomeTerminals_IsReplaced() =>
        Show([[(byte)'a', 0x9b, (byte)'m']]).ShouldBe("a\ufffdm");

    [Theory]
    [InlineData("a\u009bm", "a m")]
    [InlineData("grüße 🎉", "grüße 🎉")]
    public void Next_CutAnywhere_IsTheSame(string text, string shown)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            Show([bytes[..cut], bytes[cut..]]).ShouldBe(shown);
        }
    }

    private static string Show(byte[][] chunks)
    {
        var printable = new PrintableBytes();
        return Encoding.UTF8.GetString([.. chunks.SelectMany(c => printable.Next(c))]);
    }
}
