using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Core.Encryption;

/// <summary>Compares a lease's state with what the kernel has of its key: without key it is locked, whatever took the key away.</summary>
public sealed class KeyCheck(
    ILeaseStore store,
    LeaseLedger ledger,
    IComputeBackend compute,
    ComputeMemory memory,
    IVolumeBackend volumes,
    KeyedLocks<LeaseId> locks,
    LeaseWork work,
    TimeProvider timeProvider)
{
    /// <summary>Begins to look at one lease, unless there is work on it: an unlock may hold its lock for as long as docker takes.</summary>
    public void Begin(LeaseId id, CancellationToken cancellationToken)
    {
        if (!work.IsInHand(id))
        {
            work.Begin([id], () => CheckAsync(id, cancellationToken));
        }
    }

    // Looks again under the lease's lock and puts right what differs; where the host does not answer, nothing is concluded.
    private async Task CheckAsync(LeaseId id, CancellationToken cancellationToken)
    {
        using var holder = await locks.AcquireAsync(id, cancellationToken);
        if (await store.FindAsync(id, cancellationToken) is not { IsLeased: true } lease
            || VolumeSpec.For(lease) is not { IsEncrypted: true } volume
            || await volumes.InspectAsync(volume, cancellationToken) is not HostResult<VolumeStatus>.Done { Value: var status }
            || await compute.InspectAsync(volume.Vmid, cancellationToken) is not HostResult<ContainerStatus?>.Done { Value: var container }
            || container is { State: ContainerState.Unknown })
        {
            return;
        }

        var runs = container is { IsRunning: true } && container.Id == lease.ContainerId;
        switch (lease.State, status)
        {
            case (LeaseState.Active, VolumeStatus.Closed) when runs:
                // Its mount has lost its device, it can do nothing but fail. The next sweep finds it dead.
                await compute.SignalAsync([container!.Id], StopSignal.Kill, cancellationToken);
                break;
            case (LeaseState.Active, VolumeStatus.Closed) when container?.Id != lease.ContainerId:
                // Removed by somebody: there is nothing that a key could start again. Unless docker forgot it with all others.
                if (await memory.FindLossAsync(cancellationToken) is null)
                {
                    await ledger.ApplyAsync(id, new LeaseEvent.ContainerLost(timeProvider.GetUtcNow()), cancellationToken);
                }

                break;
            case (LeaseState.Active, VolumeStatus.Closed):
                await ledger.ApplyAsync(id, new LeaseEvent.KeyLost(timeProvider.GetUtcNow()), cancellationToken);
                break;
            case (LeaseState.Locked, VolumeStatus.Open or VolumeStatus.Closed) when runs:
                // An unlock whose start took effect after its answer was lost. What shows the mapping may have been taken away for it.
                if (await volumes.OpenAsync(volume, key: null, cancellationToken) is { IsDone: true })
                {
                    await ledger.ApplyAsync(id, new LeaseEvent.Unlocked(container!.Ip, timeProvider.GetUtcNow()), cancellationToken);
                }

                break;
            case (LeaseState.Locked, VolumeStatus.Open or VolumeStatus.Closed):
                // An unlock broke off before the start, or in the middle of opening. A key does not stay in the kernel for nothing.
                await volumes.CloseAsync(volume, cancellationToken);
                break;
        }
    }
}
