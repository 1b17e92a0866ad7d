using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Core.Encryption;

/// <summary>Opens the volume of a locked lease with the owner's key and starts its container again.</summary>
public sealed class LeaseUnlocker(
    ILeaseStore store,
    LeaseLedger ledger,
    IComputeBackend compute,
    IVolumeBackend volumes,
    KeyedLocks<LeaseId> locks,
    TimeProvider timeProvider)
{
    /// <summary>Unlocks once. Refused with <c>not_active</c>, <c>lease_expired</c>, <c>wrong_key</c>, or with what the host says.</summary>
    /// <param name="key">Read only until this returns; the caller disposes it.</param>
    public async Task<UnlockOutcome> UnlockAsync(LeaseId id, VolumeKey key, CancellationToken cancellationToken)
    {
        using var holder = await locks.AcquireAsync(id, cancellationToken);
        if (await store.FindAsync(id, cancellationToken) is not { } lease)
        {
            return new UnlockOutcome.Refused(new Problem(ErrorCodes.NotFound, $"there is no lease {id}"));
        }

        // Asked of the rules before anything is touched; the event itself is applied when the container runs.
        return lease.Apply(new LeaseEvent.Unlocked(null, timeProvider.GetUtcNow())) switch
        {
            Transition.Refused refused => new UnlockOutcome.Refused(refused.Problem),
            _ => await OpenAsync(lease, VolumeSpec.For(lease)!, key, cancellationToken), // locked leases have a volume
        };
    }

    private async Task<UnlockOutcome> OpenAsync(Lease lease, VolumeSpec volume, VolumeKey key, CancellationToken cancellationToken)
    {
        var opened = await volumes.OpenAsync(volume, key, cancellationToken);
        if (!opened.IsDone)
        {
            return Refuse(opened);
        }

        var started = await compute.StartAsync(lease.ContainerId!, cancellationToken); // locked leases have run before
        if (!started.IsDone)
        {
            // What may have started all the same is seen by the sweep, which then calls the lease unlocked.
            await volumes.CloseAsync(volume, cancellationToken);
            return Refuse(started);
        }

        var seen = await compute.InspectAsync(volume.Vmid, cancellationToken);
        var ip = seen is HostResult<ContainerStatus?>.Done { Value: { } container } ? container.Ip : null;
        return await ledger.ApplyAsync(lease.Id, new LeaseEvent.Unlocked(ip, timeProvider.GetUtcNow()), cancellationToken) switch
        {
            ApplyResult.Applied applied => new UnlockOutcome.Unlocked(applied.Lease),
            ApplyResult.Refused refused => await UndoAsync(lease, volume, refused.Problem, cancellationToken),
            var other => throw new InvalidOperationException($"the books answered {other}"),
        };
    }

    // It ended while it was opened. Its eviction waits for the lock and would do the same, a little later.
    private async Task<UnlockOutcome> UndoAsync(Lease lease, VolumeSpec volume, Problem problem, CancellationToken cancellationToken)
    {
        await compute.SignalAsync([lease.ContainerId!], StopSignal.Kill, cancellationToken);
        await volumes.CloseAsync(volume, cancellationToken);
        return new UnlockOutcome.Refused(problem);
    }

    private static UnlockOutcome.Refused Refuse(HostResult<Nothing> result) => new(result.Error!); // not done carries an error
}
