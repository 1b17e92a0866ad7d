using System.Collections.Immutable;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Checks;

namespace Paygress.Provider.Checks;

/// <summary>Tells the journal what a check found, a line each, later only what has changed; and takes off the offer what can't be kept.</summary>
internal sealed partial class CheckJournal(HostCapabilities capabilities, ILogger<CheckJournal> logger)
{
    private Dictionary<(string Group, string Name), CheckOutcome> _last = [];

    /// <summary>Notes the lines of one run.</summary>
    public void Note(IReadOnlyList<CheckLine> lines)
    {
        capabilities.Note(lines
            .Where(l => l is { Outcome: CheckOutcome.Failed, Blocks: not null })
            .DistinctBy(l => l.Blocks)
            .ToImmutableDictionary(l => l.Blocks!.Value, l => l.Detail)); // the ones without are left out above
        foreach (var line in lines.Where(l => !_last.TryGetValue((l.Group, l.Name), out var before) || before != l.Outcome))
        {
            Tell(line);
        }

        _last = lines.DistinctBy(l => (l.Group, l.Name)).ToDictionary(l => (l.Group, l.Name), l => l.Outcome);
    }

    private void Tell(CheckLine line)
    {
        var fix = line.Fix ?? "nothing is known";
        switch (line.Outcome)
        {
            case CheckOutcome.Passed:
                HostCheckPassed(line.Group, line.Name, line.Detail);
                break;
            case CheckOutcome.Warned:
                HostCheckWarned(line.Group, line.Name, line.Detail, fix);
                break;
            default:
                HostCheckFailed(line.Group, line.Name, line.Detail, fix);
                break;
        }
    }

    [LoggerMessage(EventIds.HostCheckPassed, LogLevel.Information, "Check of {Group}, {Check}: {Detail}")]
    private partial void HostCheckPassed(string group, string check, string detail);

    [LoggerMessage(EventIds.HostCheckWarned, LogLevel.Warning, "Check of {Group}, {Check}: {Detail}. To mend it: {Fix}")]
    private partial void HostCheckWarned(string group, string check, string detail, string fix);

    [LoggerMessage(EventIds.HostCheckFailed, LogLevel.Error, "Check of {Group}, {Check} failed: {Detail}. To mend it: {Fix}")]
    private partial void HostCheckFailed(string group, string check, string detail, string fix);
}
