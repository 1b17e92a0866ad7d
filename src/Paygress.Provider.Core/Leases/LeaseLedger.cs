using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Leases;

/// <summary>The one way to change a lease: stores the event, tells the journal, wakes who waits.</summary>
public sealed partial class LeaseLedger(ILeaseStore store, LeaseEndKeepers keepers, IWallClock wall, IProviderMeter meter, ILogger<LeaseLedger> logger)
{
    private readonly LeaseTimes _times = new(meter);

    // Two changes of one end must not overtake each other between the keepers and the books.
    private readonly KeyedLocks<LeaseId> _ends = new();

    /// <summary>Sent after every change of a lease.</summary>
    public Pulse Changed { get; } = new();

    /// <summary>Applies one event to one lease. A new end is refused while a keeper of ends can't take it down.</summary>
    public async Task<ApplyResult> ApplyAsync(LeaseId id, LeaseEvent e, CancellationToken cancellationToken) =>
        Tell(e, e.MovesEnd ? await MoveEndAsync(id, e, cancellationToken) : await store.ApplyAsync(id, e, cancellationToken));

    /// <summary>Applies one event of which no keeper of ends is told: only where nothing acts on what they know.</summary>
    public async Task<ApplyResult> ApplyToBooksAsync(LeaseId id, LeaseEvent e, CancellationToken cancellationToken) =>
        Tell(e, await store.ApplyAsync(id, e, cancellationToken));

    /// <summary>Applies one event, which moves no end, to many leases at once: all or none.</summary>
    public async Task<ImmutableArray<ApplyResult>> ApplyAllAsync(ImmutableArray<LeaseId> ids, LeaseEvent e, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(e.MovesEnd, true);
        return [.. (await store.ApplyAllAsync(ids, e, cancellationToken)).Select(result => Tell(e, result))];
    }

    /// <summary>Lets a lease leave the books of which nothing is left, once all keepers have forgotten its end. Not done while one has not.</summary>
    /// <remarks>Not beside a change of its end: what that takes down would stay for ever.</remarks>
    public async Task<HostResult<Nothing>> EndAsync(LeaseId id, Func<LeaseEvent.VerifiedGone> gone, CancellationToken cancellationToken)
    {
        using var holder = await _ends.AcquireAsync(id, cancellationToken);
        var forgotten = await keepers.ForgetAsync(id, cancellationToken);
        if (forgotten.IsDone)
        {
            await ApplyToBooksAsync(id, gone(), cancellationToken);
        }

        return forgotten;
    }

    /// <summary>Decides on a queued lease while the books stand still.</summary>
    public async Task<ApplyResult> AdmitAsync(LeaseId id, Func<Lease, Reservations, LeaseEvent> decide, CancellationToken cancellationToken)
    {
        LeaseEvent? decided = null;
        var result = await store.AdmitAsync(id, (lease, books) => decided = decide(lease, books), cancellationToken);
        return decided is null ? result : Tell(decided, result);
    }

    /// <summary>Tells of a lease that was put into the queue.</summary>
    public void Announce(Lease lease)
    {
        LeaseQueued(lease.Id, lease.RequestId, lease.Owner, lease.Workload.Template ?? lease.Workload.Image, lease.Workload.Tier.Id, DurationText.Format(lease.Duration));
        Changed.Send();
    }

    /// <summary>Brings a lease that runs into the books that lost it. False when it can't be done now; a later try does no harm.</summary>
    public async Task<bool> RebuildAsync(Lease lease, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var holder = await _ends.AcquireAsync(lease.Id, cancellationToken);
        if (await keepers.PrepareAsync(lease, cancellationToken) is { Error: { } problem })
        {
            LeaseEndNotKept(lease.Id, lease.Vmid, "Rebuilt", problem.Detail);
            return false;
        }

        if (await store.RestoreAsync(lease, now, cancellationToken) is not { } stored)
        {
            return false;
        }

        await keepers.ConfirmAsync(stored, cancellationToken);
        LeaseRebuilt(stored.Id, stored.Vmid, stored.Owner, Shown(stored.ExpiresAt));
        Changed.Send();
        return true;
    }

    private async Task<ApplyResult> MoveEndAsync(LeaseId id, LeaseEvent e, CancellationToken cancellationToken)
    {
        using var holder = await _ends.AcquireAsync(id, cancellationToken);
        var lease = await store.FindAsync(id, cancellationToken);

        // From here on to its end: a caller who hangs up would leave keepers and books with two ends, and nobody told.
        return await MoveEndAsync(id, lease, e);
    }

    private async Task<ApplyResult> MoveEndAsync(LeaseId id, Lease? lease, LeaseEvent e)
    {
        if (lease?.Apply(e) is Transition.Changed { Lease: var next }
            && (next.ExpiresAt, next.Held) != (lease.ExpiresAt, lease.Held)
            && await keepers.PrepareAsync(next, CancellationToken.None) is { Error: { } problem })
        {
            LeaseEndNotKept(id, lease.Vmid, e.Name, problem.Detail);
            return new ApplyResult.Refused(lease, problem) { IsEndNotKept = true };
        }

        var result = await store.ApplyAsync(id, e, CancellationToken.None);
        if (result is ApplyResult.Applied applied)
        {
            await keepers.ConfirmAsync(applied.Lease, CancellationToken.None);
        }

        return result;
    }

    private ApplyResult Tell(LeaseEvent e, ApplyResult result)
    {
        switch (result)
        {
            case ApplyResult.Applied applied:
                Log(e, applied.Lease);
                _times.Note(e, applied.Lease);
                Changed.Send();
                break;
            case ApplyResult.Refused refused:
                LeaseEventRefused(refused.Lease.Id, e.Name, refused.Problem.Code, refused.Problem.Detail);
                break;
        }

        return result;
    }
}
