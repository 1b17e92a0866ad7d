using System.Globalization;
using Paygress.Provider.Core.Trials;

namespace Paygress.Provider.Linux.Checks;

/// <summary>Whether a trial on this host has shown that limits hold. What did not is not offered.</summary>
internal sealed class TrialCheck(ITrialBook book) : IHostCheck
{
    private const string Group = "limits";
    private const string Again = "mend it, then 'paygress-provider trial'";

    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>(Look());

    private List<CheckLine> Look()
    {
        if (book.Read() is not { } report)
        {
            return [new CheckLine(Group, "trial", CheckOutcome.Warned, "not tried on this host, or its report can't be read", "run 'paygress-provider trial'")];
        }

        var when = report.At.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var lines = report.Lines.Where(l => l.Outcome is not TrialOutcome.Held).Select(l => l.Outcome is TrialOutcome.Broken
            ? new CheckLine(Group, l.Limit, CheckOutcome.Failed, $"does not hold, as tried at {when}: {l.Said}", Again, l.Needed)
            : new CheckLine(Group, l.Limit, CheckOutcome.Warned, $"not known, as tried at {when}: {l.Said}", Again)).ToList();
        var held = report.Lines.Count(l => l.Outcome is TrialOutcome.Held);
        lines.Insert(0, new CheckLine(Group, "trial", CheckOutcome.Passed, $"{held} of {report.Lines.Length} limits hold, as tried at {when}"));
        return lines;
    }
}
