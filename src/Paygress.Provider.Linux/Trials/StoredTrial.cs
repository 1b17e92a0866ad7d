using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Text;
using Paygress.Provider.Core.Trials;

namespace Paygress.Provider.Linux.Trials;

/// <summary>The report of a trial, as its file holds it. Members are added with a default, never renamed or removed.</summary>
internal sealed class StoredTrial
{
    public DateTimeOffset At { get; set; }

    public string Build { get; set; } = "";

    /// <summary>None in the file of an older provider.</summary>
    public string? Ground { get; set; }

    public ImmutableArray<StoredTrialLine> Lines { get; set; } = [];

    public static StoredTrial From(TrialReport report) => new()
    {
        At = report.At,
        Build = report.Build,
        Ground = report.Ground,
        Lines = [.. report.Lines.Select(l => new StoredTrialLine { Limit = l.Limit, Needed = EnumText<HostCapability>.Of(l.Needed), Outcome = EnumText<TrialOutcome>.Of(l.Outcome), Said = l.Said })],
    };

    /// <summary>The report; none when a word of it is not known.</summary>
    public TrialReport? ToReport()
    {
        var lines = ImmutableArray.CreateBuilder<TrialLine>();
        foreach (var line in Lines.IsDefault ? [] : Lines)
        {
            if (line is null || !EnumText<HostCapability>.TryParse(line.Needed, out var needed) || !EnumText<TrialOutcome>.TryParse(line.Outcome, out var outcome))
            {
                return null;
            }

            lines.Add(new TrialLine(line.Limit, needed, outcome, line.Said));
        }

        return new TrialReport(At, Build, lines.ToImmutable()) { Ground = Ground };
    }
}
