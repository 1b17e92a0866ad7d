using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Reconciliation;

namespace Paygress.Provider.Core.Timers;

/// <summary>Compares the timers with the books: after a reboot there are none, after a crash there may be wrong ones.</summary>
public sealed partial class ExpiryTimerSweep(
    IExpiryTimers timers,
    ExpiryTimerKeeper keeper,
    ILeaseStore store,
    LeaseOutages outages,
    OrphanPolicy policy,
    ILogger<ExpiryTimerSweep> logger)
{
    private bool _answered = true;

    /// <summary>Arms what is missing and removes what no lease explains.</summary>
    public async Task SweepOnceAsync(CancellationToken cancellationToken)
    {
        var listed = await timers.ListAsync(cancellationToken);
        Tell(listed.Error?.Detail);
        if (listed is not HostResult<ImmutableArray<ExpiryTimer>>.Done { Value: var armed })
        {
            return;
        }

        // The books after the host: a timer that is listed is then of a lease that is in them. Provisioning ones too: it is armed before they are called active.
        var live = await store.ListAsync(LeaseStates.Reserving, cancellationToken);
        var byLease = armed.ToLookup(t => t.LeaseId);
        foreach (var lease in live.Where(l => l.IsLeased && !HasTheRightOne(l, [.. byLease[l.Id]])))
        {
            await keeper.MendAsync(lease.Id, () => FindAsync(lease.Id, cancellationToken), cancellationToken);
        }

        var known = live.Select(l => l.Id).ToHashSet();
        await RemoveAsync([.. armed.Where(t => !known.Contains(t.LeaseId))], cancellationToken);
    }

    private bool HasTheRightOne(Lease lease, ImmutableArray<ExpiryTimer> armed) =>
        ExpiryTimerRule.IsWithout(lease) ? armed.IsEmpty : armed.Length == 1 && ExpiryTimerRule.Fits(armed[0], keeper.Wanted(outages.Foresee(lease)));

    // With what it is owed of a sleep: its timer stood still as well, and is right as it is.
    private async Task<Lease?> FindAsync(LeaseId id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } lease ? outages.Foresee(lease) : null;

    // With other books than those that armed them, they are all that still knows an end.
    private async Task RemoveAsync(ImmutableArray<ExpiryTimer> unexplained, CancellationToken cancellationToken)
    {
        if (unexplained.IsEmpty || !policy.MayRemove)
        {
            return;
        }

        var removed = await timers.RemoveAsync(unexplained, cancellationToken);
        ExpiryTimersRemoved(unexplained.Length, removed.Error?.Detail ?? "done");
    }

    // Told once, not at every sweep.
    private void Tell(string? silence)
    {
        if (silence is not null && _answered)
        {
            ExpiryTimersUnavailable(silence);
        }
        else if (silence is null && !_answered)
        {
            ExpiryTimersAvailable();
        }

        _answered = silence is null;
    }

    [LoggerMessage(EventIds.ExpiryTimersUnavailable, LogLevel.Warning, "The host's timers do not answer; a lease that starts now ends only while the provider lives: {Reason}")]
    private partial void ExpiryTimersUnavailable(string reason);

    [LoggerMessage(EventIds.ExpiryTimersAvailable, LogLevel.Information, "The host's timers answer again")]
    private partial void ExpiryTimersAvailable();

    [LoggerMessage(EventIds.ExpiryTimersRemoved, LogLevel.Information, "{Count} timers of leases that are over are removed: {Outcome}")]
    private partial void ExpiryTimersRemoved(int count, string outcome);
}
