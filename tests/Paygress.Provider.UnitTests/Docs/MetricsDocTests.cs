using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport.Golden;
using Paygress.Provider.UnitTests.Metrics;

namespace Paygress.Provider.UnitTests.Docs;

/// <summary>docs/metrics.md is made of the page of metrics itself, and the alerts ask for nothing that is not on it.</summary>
public sealed partial class MetricsDocTests
{
    [Fact]
    public async Task Page_MadeAnew_IsTheSame()
    {
        var table = new StringBuilder("| metric | kind | labels | what |\n| --- | --- | --- | --- |\n");
        foreach (var (name, kind, labels, help) in await ListAsync())
        {
            table.Append(CultureInfo.InvariantCulture, $"| `{name}` | {kind} | {labels} | {help} |\n");
        }

        GeneratedPart.Check("docs/metrics.md", table.ToString());
    }

    [Fact]
    public async Task Alerts_All_AskForWhatIsMeasured()
    {
        var known = (await ListAsync()).Select(m => m.Name).ToHashSet(StringComparer.Ordinal);

        Named().Matches(Repository.Read("deploy/prometheus/alerts.yml")).Select(m => Suffix().Replace(m.Value, "")).Distinct(StringComparer.Ordinal)
            .Where(name => !known.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Alerts_All_NameACommand()
    {
        var alerts = Repository.Read("deploy/prometheus/alerts.yml").Split("- alert: ")[1..];

        alerts.Length.ShouldBeGreaterThan(10);
        alerts.Where(a => !a.Contains("          command: \"", StringComparison.Ordinal)).ShouldBeEmpty();
        var stories = Repository.Read("deploy/prometheus/alerts-test.yml");
        alerts.Select(a => a.Split('\n')[0]).Where(name => !stories.Contains($"alertname=\"{name}\"", StringComparison.Ordinal)).ShouldBeEmpty("each alert has a story in which it fires");
    }

    private static async Task<(string Name, string Kind, string Labels, string Help)[]> ListAsync()
    {
        var page = new MetricsWorld();
        page.Meter.SpawnEnded(SpawnEnding.Active, TimeSpan.Zero);
        page.Meter.EvictionEnded(EndReason.Expired, TimeSpan.Zero);
        page.Meter.HeartbeatPublished("file", succeeded: true);
        page.Meter.DockerAsked("ps", DockerCallEnding.Refused, TimeSpan.Zero);
        page.Health.Report("cleanup", TimeSpan.FromMinutes(1));
        var lines = await page.ReadAsync();
        return
        [
            .. lines.Where(l => l.StartsWith("# HELP ", StringComparison.Ordinal)).Select(l => l.Split(' ', 4)).Select(l => (
                l[2],
                lines.Single(t => t.StartsWith($"# TYPE {l[2]} ", StringComparison.Ordinal)).Split(' ')[3],
                LabelsOf(l[2], lines),
                l[3])).OrderBy(m => m.Item1, StringComparer.Ordinal),
        ];
    }

    private static string LabelsOf(string name, string[] lines)
    {
        var sample = lines.FirstOrDefault(l => l.StartsWith(name + "{", StringComparison.Ordinal) || l.StartsWith(name + "_count{", StringComparison.Ordinal)) ?? "";
        return string.Join(", ", Label().Matches(sample).Select(m => $"`{m.Groups[1].Value}`"));
    }

    [GeneratedRegex(@"\bpaygress_[a-z_]+")]
    private static partial Regex Named();

    [GeneratedRegex("_(bucket|count|sum)$")]
    private static partial Regex Suffix();

    [GeneratedRegex("([a-z]+)=\"")]
    private static partial Regex Label();
}
