using System.Text;
using CsCheck;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.UnitTests.Commands;

public sealed class BoundedBufferTests
{
    [Fact]
    public void ToText_AnyPieces_IsTheBeginningOfTheWhole()
    {
        Gen.Select(Gen.Int[0, 40], Gen.String[Gen.Char['a', 'z'], 0, 20].List[0, 5]).Sample((capacity, pieces) =>
        {
            var buffer = new BoundedBuffer(capacity);
            pieces.ForEach(piece => buffer.Append(Encoding.ASCII.GetBytes(piece)));

            var whole = string.Concat(pieces);
            buffer.ToText(readToEnd: true).ShouldBe(
                new BoundedText(whole[..Math.Min(capacity, whole.Length)], IsTruncated: whole.Length > capacity));
        });
    }

    [Fact]
    public void ToText_EndWasNotSeen_IsTruncated()
    {
        var buffer = new BoundedBuffer(10);
        buffer.Append("abc"u8);

        buffer.ToText(readToEnd: false).ShouldBe(new BoundedText("abc", IsTruncated: true));
    }
}
