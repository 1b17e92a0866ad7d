using Paygress.Provider.TestSupport.Golden;

namespace Paygress.Provider.UnitTests.Docs;

/// <summary>The part of a page that a test makes; what stands before its mark is written by hand.</summary>
internal static class GeneratedPart
{
    private const string Mark = "<!-- From here on made by a test: UPDATE_GOLDEN=1 rewrites it. -->\n";

    public static void Check(string page, string generated)
    {
        var text = Repository.Read(page);
        var mark = text.IndexOf(Mark, StringComparison.Ordinal);
        mark.ShouldBeGreaterThan(0, $"{page} has no line '{Mark.TrimEnd()}'");
        GoldenFile.Check(page, $"{text[..mark]}{Mark}\n{generated}");
    }
}
