using System.Text.RegularExpressions;
using Paygress.Provider.TestSupport.Golden;

namespace Paygress.Provider.UnitTests.Docs;

/// <summary>What docs/architecture.md draws is what the code does.</summary>
public sealed partial class ArchitectureDocTests
{
    private const int Nouns = 15;

    private static readonly string Page = Repository.Read("docs/architecture.md");

    [Fact]
    public void Diagram_OfStates_HasTheArrowsOfTheTable()
    {
        // An arrow with a condition in brackets is beside the table, which has one answer for each cell.
        var drawn = Arrow().Matches(Page)
            .SelectMany(m => m.Groups["events"].Value.Split(',', StringSplitOptions.TrimEntries).Select(e => (m.Groups["from"].Value, e, m.Groups["to"].Value)))
            .Where(a => !a.e.Contains('(', StringComparison.Ordinal));
        drawn.ShouldBe(ArrowsOfTable(), ignoreOrder: true);
    }

    [Fact]
    public void Table_OfNouns_HasOneFileForEach()
    {
        var rows = NounRow().Matches(Page);
        rows.Count.ShouldBeGreaterThanOrEqualTo(Nouns);
        rows.Select(r => r.Groups[1].Value).ShouldBeUnique();
        rows.Where(r => !File.Exists(Repository.PathOf(Path.Combine("docs", r.Groups[2].Value)))).ShouldBeEmpty();
    }

    // docs/lease-states.md is made of the rules themselves by another test; only what leads to another state is drawn.
    private static IEnumerable<(string From, string Event, string To)> ArrowsOfTable()
    {
        var rows = Repository.Read("docs/lease-states.md").Split('\n').Where(l => l.StartsWith('|')).Select(l => l.Trim('|').Split('|', StringSplitOptions.TrimEntries)).ToList();
        var states = rows[0];
        return rows.Skip(2).SelectMany(row => row.Skip(1).Select((to, i) => (From: states[i + 1], Event: row[0], To: to)))
            .Where(a => a.To is not ("-" or "=") && a.To != a.From);
    }

    [GeneratedRegex(@"^ +(?<from>[a-z]+) --> (?<to>[a-z]+): (?<events>.+)$", RegexOptions.Multiline)]
    private static partial Regex Arrow();

    [GeneratedRegex(@"^\| ([^|]+) \| \[[^\]]+\]\(([^)]+\.cs)\) \|", RegexOptions.Multiline)]
    private static partial Regex NounRow();
}
