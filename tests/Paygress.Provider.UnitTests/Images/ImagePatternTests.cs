using System.Text.RegularExpressions;
using CsCheck;
using Paygress.Provider.Core.Images;

namespace Paygress.Provider.UnitTests.Images;

public sealed class ImagePatternTests
{
    [Theory]
    [InlineData("nginx", "nginx", true)]
    [InlineData("nginx", "nginx:1", false)]
    [InlineData("nginx:*", "nginx:1", true)]
    [InlineData("nginx*", "nginx", true)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData("ghcr.io/*/x:*", "ghcr.io/org/x:1", true)]
    [InlineData("ghcr.io/*/x:*", "evil.io/ghcr.io/org/x:1", false)]
    [InlineData("*", "", true)]
    [InlineData("a.c", "abc", false)]
    public void Matches_WholeReference_ByThePattern(string pattern, string reference, bool expected) =>
        ImagePattern.Matches(pattern, reference).ShouldBe(expected);

    [Fact]
    public void Matches_AnyPattern_AgreesWithARegularExpression() =>
        Gen.Select(Gen.Char["ab*"].Array[0, 8], Gen.Char["ab"].Array[0, 12]).Sample((p, r) =>
        {
            var (pattern, reference) = (new string(p), new string(r));
            var naive = "\\A" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal) + "\\z";
            return ImagePattern.Matches(pattern, reference) == Regex.IsMatch(reference, naive, RegexOptions.NonBacktracking);
        }, iter: 20_000);

    [Fact]
    public void Matches_ManyStars_IsFast()
    {
        var pattern = string.Concat(Enumerable.Repeat("a*", 2_000)) + "c";

        ImagePattern.Matches(pattern, new string('a', 100_000) + "b").ShouldBeFalse();
        ImagePattern.Matches(pattern, new string('a', 100_000) + "c").ShouldBeTrue();
    }
}
