using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Core.Restarts;

/// <summary>Starts containers again that are due, each after checking that its volume is the right one.</summary>
public sealed class ContainerRestarter(
    ILeaseStore store,
    LeaseLedger ledger,
    IComputeBackend compute,
    IVolumeBackend volumes,
    LeaseOutages outages,
    ComputeMemory memory,
    IWallClock wall,
    KeyedLocks<LeaseId> locks,
    LeaseWork work,
    TimeProvider timeProvider)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // Docker's clock is another one, and moments are rounded: what that may be is the tenant's.
    private static readonly TimeSpan Noise = TimeSpan.FromSeconds(1);

    /// <summary>Begins to restart all that is due at <paramref name="now"/> and not in hand already. Returns without waiting for it.</summary>
    public async Task RestartDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var lease in await store.ListRestartsDueAsync(now, cancellationToken))
        {
            // One whose time is up is the cleanup's.
            if (!work.IsInHand(lease.Id) && !outages.Foresee(lease).IsDue(now))
            {
                work.Begin([lease.Id], () => RestartAsync(lease.Id, cancellationToken));
            }
        }
    }

    private async Task RestartAsync(LeaseId id, CancellationToken cancellationToken)
    {
        using var holder = await locks.AcquireAsync(id, cancellationToken);
        var now = timeProvider.GetUtcNow();
        if (await store.FindAsync(id, cancellationToken) is { State: LeaseState.Active, RestartAt: not null, ContainerId: { } containerId } lease && !outages.Foresee(lease).IsDue(now))
        {
            var (outcome, isOutage) = await TryStartAsync(lease, containerId, cancellationToken);
            if (isOutage)
            {
                await outages.BeginAsync(id, lease.ExitedAt ?? now, cancellationToken);
            }

            // What came of it moves the end: where that can't be taken down, the next try is not at once, over and over.
            if (await ledger.ApplyAsync(id, outcome, cancellationToken) is ApplyResult.Refused { IsEndNotKept: true, Problem: var problem })
            {
                await ledger.ApplyAsync(id, Fail(lease, problem), cancellationToken);
            }
        }
    }

    // A volume that can't be opened, a docker that does not answer and a network without its guard are the machine's faults; a container that docker refuses may be the tenant's own.
    private async Task<(LeaseEvent Outcome, bool IsOutage)> TryStartAsync(Lease lease, string containerId, CancellationToken cancellationToken)
    {
        if (VolumeSpec.For(lease) is { } volume && await volumes.OpenAsync(volume, key: null, cancellationToken) is { IsDone: false } closed)
        {
            return closed.Error!.Code is ErrorCodes.VolumeKeyLost ? (new LeaseEvent.KeyLost(timeProvider.GetUtcNow()), false) : (Fail(lease, closed.Error), true); // not done carries an error
        }

        var started = await compute.StartAsync(containerId, cancellationToken);
        var seen = await compute.InspectAsync(lease.Vmid!.Value, cancellationToken); // active leases have a vmid
        if (!started.IsDone)
        {
            return IsGone(seen, containerId) ? await JudgeGoneAsync(lease, cancellationToken) : (Fail(lease, started.Error!), started.Error!.Code is ErrorCodes.BackendUnavailable); // not done carries an error
        }

        // The address is a convenience: a container that runs counts as started even when docker does not tell it now.
        var container = seen is HostResult<ContainerStatus?>.Done { Value: { } there } ? there : null;
        return (new LeaseEvent.ContainerRestarted(container?.Ip, StartOf(lease, container)), false);
    }

    // A try before this one may have started it, and what came of that could not be taken down: since then it runs, and is no outage.
    private DateTimeOffset StartOf(Lease lease, ContainerStatus? container)
    {
        var now = timeProvider.GetUtcNow();
        return container?.StartedAt is { } started && wall.FromWall(started) is var at && at + Noise < now && at > lease.ExitedAt ? at + Noise : now;
    }

    private async Task<(LeaseEvent Outcome, bool IsOutage)> JudgeGoneAsync(Lease lease, CancellationToken cancellationToken) =>
        await memory.FindLossAsync(cancellationToken) is { } loss
            ? (Fail(lease, new Problem(ErrorCodes.BackendUnavailable, loss)), true)
            : (new LeaseEvent.ContainerLost(timeProvider.GetUtcNow()), false);

    // Removed by somebody between its exit and now. Only an answer counts, silence proves nothing.
    private static bool IsGone(HostResult<ContainerStatus?> seen, string containerId) =>
        seen is HostResult<ContainerStatus?>.Done { Value: var container } && container?.Id != containerId;

    // The longer it lasts, the longer the pause: each try is written down.
    private LeaseEvent.RestartFailed Fail(Lease lease, Problem problem)
    {
        var now = timeProvider.GetUtcNow();
        var pause = (now - (lease.ExitedAt ?? now)) / 10;
        return new LeaseEvent.RestartFailed(problem.Detail, now + (pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause), now);
    }
}
