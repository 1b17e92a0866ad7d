using System.Text;
using CsCheck;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.UnitTests.Commands;

public sealed class LineSplitterTests
{
    private const int MaxLineBytes = 8;

    [Fact]
    public void Push_AnyPieces_GivesTheSameLinesAsTheWhole()
    {
        Gen.String[Gen.Char["ab\n\r"], 0, 12].List[0, 8].Sample(pieces =>
        {
            var inPieces = Split([.. pieces]);
            var atOnce = Split(string.Concat(pieces));

            inPieces.ShouldBe(atOnce);
            atOnce.ShouldAllBe(line => line.Text.Length <= MaxLineBytes && !line.Text.Contains('\n'));
        });
    }

    [Fact]
    public void Push_LineEndsOfBothKinds_AreRemoved()
    {
        Split("one\r\n\ntwo\n").Select(line => line.Text).ShouldBe(["one", "", "two"]);
    }

    [Fact]
    public void Push_LineIsTooLong_IsCutAndTheNextIsWhole()
    {
        Split("0123456789\nnext\n").ShouldBe(
        [
            new CommandLine(OutputSource.StandardOutput, "01234567", IsTruncated: true),
            new CommandLine(OutputSource.StandardOutput, "next", IsTruncated: false),
        ]);
    }

    [Fact]
    public void End_LastLineHasNoEnd_IsGiven()
    {
        Split("one\ntwo").Select(line => line.Text).ShouldBe(["one", "two"]);
    }

    private static List<CommandLine> Split(params string[] pieces)
    {
        var splitter = new LineSplitter(OutputSource.StandardOutput, MaxLineBytes);
        var lines = pieces.SelectMany(piece => splitter.Push(Encoding.UTF8.GetBytes(piece))).ToList();
        return splitter.End() is { } last ? [.. lines, last] : lines;
    }
}
