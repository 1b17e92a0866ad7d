using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Diagnostics;

namespace Paygress.Provider.Core.Outages;

/// <summary>What a provider that starts owes to leases before it may call any of them overdue.</summary>
public sealed partial class OutageRecovery(ClockStart start, LeaseOutages outages, LivenessMarks marks, ILogger<OutageRecovery> logger)
{
    /// <summary>Writes down outages since the last sign of life, and only then leaves a new one: after a crash in between it is simply done again.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        if (start is { IsAfterReboot: true, Mark: { } mark })
        {
            MachineRestarted(mark.Wall, await outages.BeginAfterRebootAsync(cancellationToken));
        }

        if (start.Doubt is { } doubt)
        {
            ClockDoubted(doubt);
        }

        await outages.CreditSleepAsync(cancellationToken);
        await marks.WriteAsync(cancellationToken);
    }

    [LoggerMessage(EventIds.MachineRestarted, LogLevel.Warning, "The machine was started again since the last sign of life at {LastAlive:O}; {Count} leases are given back the time until they run again")]
    private partial void MachineRestarted(DateTimeOffset lastAlive, int count);

    [LoggerMessage(EventIds.ClockDoubted, LogLevel.Warning, "How long the machine was down is not known, its wall clock is not believed: {Reason}. Leases are not charged for that time")]
    private partial void ClockDoubted(string reason);
}
