using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Core.Reconciliation;

/// <summary>Takes up leases that were being provisioned when the daemon ended.</summary>
public sealed partial class SpawnRecovery(
    ILeaseStore store,
    LeaseLedger ledger,
    IComputeBackend compute,
    IVolumeBackend volumes,
    SpawnDispatcher dispatcher,
    LeaseBuilder builder,
    KeyedLocks<LeaseId> locks,
    LeaseWork work,
    IOptions<CleanupOptions> options,
    TimeProvider timeProvider,
    ILogger<SpawnRecovery> logger)
{
    private static readonly Problem Interrupted = new(ErrorCodes.BackendError, "the provider ended while the lease was being made; ask again with a new request_id");

    /// <summary>Begins to recover one lease, unless this process works on it.</summary>
    public void Begin(Lease lease, CancellationToken cancellationToken)
    {
        if (work.IsInHand(lease.Id))
        {
            return;
        }

        // Without an image id nothing was made for it yet: it simply goes on.
        if (lease.ImageId is null)
        {
            SpawnRecovered(lease.Id, "goes on");
            dispatcher.Resume(lease, cancellationToken);
        }
        else
        {
            work.Begin([lease.Id], () => RecoverAsync(lease.Id, cancellationToken));
        }
    }

    private async Task RecoverAsync(LeaseId id, CancellationToken cancellationToken)
    {
        using var holder = await locks.AcquireAsync(id, cancellationToken);
        if (await store.FindAsync(id, cancellationToken) is not { State: LeaseState.Provisioning, Vmid: { } vmid } lease)
        {
            return;
        }

        // No answer: nothing is concluded, the next sweep asks again.
        if (await compute.InspectAsync(vmid, cancellationToken) is not HostResult<ContainerStatus?>.Done { Value: var container })
        {
            return;
        }

        var volume = await LookAtVolumeAsync(lease, cancellationToken);
        if (volume is HostResult<VolumeStatus>.Unknown)
        {
            return;
        }

        var ours = container is { IsOurs: true } && container.LeaseId == id ? container.Id : null;
        if (ours is not null && volume is HostResult<VolumeStatus>.Done { Value: VolumeStatus.Open })
        {
            SpawnRecovered(id, "its container is started");
            if (await builder.ResumeAsync(lease, ours, cancellationToken) is BuildOutcome.Failed failed)
            {
                await UndoAsync(id, failed.Problem, ours, cancellationToken);
            }
        }
        else
        {
            SpawnRecovered(id, "it is undone");
            await UndoAsync(id, lease.Workload.Encrypted ? KeyProblems.Lost : Interrupted, ours, cancellationToken);
        }
    }

    // A lease without a volume has nothing that could be closed.
    private async Task<HostResult<VolumeStatus>> LookAtVolumeAsync(Lease lease, CancellationToken cancellationToken) =>
        VolumeSpec.For(lease) is { } volume ? await volumes.InspectAsync(volume, cancellationToken) : HostResult.Of(VolumeStatus.Open);

    // Docker commands of the process that is no more may still take effect.
    private async Task UndoAsync(LeaseId id, Problem problem, string? containerId, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        await ledger.ApplyAsync(id, new LeaseEvent.ProvisionFailed(problem, now + options.Value.SettleTime, now) { ContainerId = containerId }, cancellationToken);
    }

    [LoggerMessage(EventIds.SpawnRecovered, LogLevel.Warning, "Lease {LeaseId} was being made when the provider ended: {Outcome}")]
    private partial void SpawnRecovered(LeaseId leaseId, string outcome);
}
