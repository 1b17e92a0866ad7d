using Paygress.Provider.Cli.Rendering;
using Paygress.Provider.UnitTests.Cli.Captures;

namespace Paygress.Provider.UnitTests.Cli.Rendering;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("a\e[2Jb\tc\u0007", "a [2Jb c")]
    [InlineData("a\u202Eb\u200Bc\u2028d", "a b c d")]
    [InlineData("é漢字", "é漢字")]
    [InlineData("e\u0301\u0302\u0303\u0304x", "e\u0301\u0302x")]
    [InlineData("\u2764\uFE0F", "\u2764")]
    [InlineData("a\ue000b", "a b")]
    public void Line_WhatSteersATerminal_IsABlank(string text, string expected) => Printable.Line(text).ShouldBe(expected);

    [Fact]
    public void Line_LoneSurrogate_IsAReplacement() => Printable.Line("a\ud800b").ShouldBe("a\ufffdb");

    [Theory]
    [InlineData("hello", 5, "hello")]
    [InlineData("hello", 4, "hel…")]
    [InlineData("漢字漢字", 5, "漢字…")]
    [InlineData("漢字漢字", 6, "漢字…")]
    [InlineData("😀😀😀", 5, "😀😀…")]
    [InlineData("e\u0301e\u0301e\u0301", 2, "e\u0301…")]
    [InlineData("hello", 1, "…")]
    [InlineData("hello", 0, "")]
    public void Fit_Columns_CutsBetweenCharacters(string text, int width, string expected) => Printable.Fit(text, width).ShouldBe(expected);

    [Fact]
    public void Fit_HostileText_NeverExceedsItsWidth()
    {
        var text = Printable.Line(SomeLeases.Hostile);
        for (var width = 0; width < 60; width++)
        {
            Printable.Width(Printable.Fit(text, width)).ShouldBeLessThanOrEqualTo(width);
        }
    }
}
