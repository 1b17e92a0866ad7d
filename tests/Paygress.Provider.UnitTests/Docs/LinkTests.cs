using System.Text.RegularExpressions;
using Paygress.Provider.TestSupport.Golden;

namespace Paygress.Provider.UnitTests.Docs;

/// <summary>What the documentation points to is there.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Links_OfEveryPage_LeadSomewhere()
    {
        var broken = Repository.Pages()
            .SelectMany(page => Link().Matches(WithoutCode(Repository.Read(page))).Select(m => (Page: page, Target: m.Groups[1].Value)))
            .Where(l => !l.Target.Contains("://", StringComparison.Ordinal) && !Leads(l.Page, l.Target));
        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Pages_WithOldNames_AreFound() => Repository.Pages().ShouldContain("docs/architecture.md");

    private static bool Leads(string page, string target)
    {
        var parts = target.Split('#');
        var file = parts[0].Length == 0 ? page : Path.GetRelativePath(Repository.PathOf(""), Path.GetFullPath(Path.Combine(Repository.PathOf(page), "..", parts[0])));
        var path = Repository.PathOf(file);
        return (File.Exists(path) || Directory.Exists(path)) && (parts.Length == 1 || HasHeading(Repository.Read(file), parts[1]));
    }

    private static bool HasHeading(string text, string anchor) => Heading().Matches(text).Any(m => AnchorOf(m.Groups[1].Value) == anchor);

    private static string AnchorOf(string heading) =>
        string.Concat(heading.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is '-' or '_' or ' ')).Replace(' ', '-');

    private static string WithoutCode(string text) => Fence().Replace(text, "");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
