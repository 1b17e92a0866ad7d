using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Core.Spawning;

/// <summary>Makes volume and container of an admitted lease and starts it. The caller holds the lease's lock.</summary>
public sealed class LeaseBuilder(
    ILeaseStore store,
    LeaseLedger ledger,
    IComputeBackend compute,
    IVolumeBackend volumes,
    IEnvironmentFiles environment,
    VolumeKeys keys,
    SpawnProgress progress,
    TimeProvider timeProvider)
{
    private static readonly BuildOutcome Overtaken = new BuildOutcome.Overtaken();
    private static readonly Problem ReleasedMeanwhile = new(ErrorCodes.NotActive, "it was released while its container was started");

    /// <summary>Makes everything from the beginning.</summary>
    public async Task<BuildOutcome> BuildAsync(LeaseId id, CancellationToken cancellationToken)
    {
        if (await FindProvisioningAsync(id, cancellationToken) is not { } lease)
        {
            return Overtaken;
        }

        return VolumeSpec.For(lease) is { } volume && await MakeVolumeAsync(volume, cancellationToken) is { } failed
            ? failed
            : await CreateAsync(lease, cancellationToken);
    }

    /// <summary>Starts a container that was created before a crash.</summary>
    public async Task<BuildOutcome> ResumeAsync(Lease lease, string containerId, CancellationToken cancellationToken)
    {
        try
        {
            return VolumeSpec.For(lease) is { } volume && await volumes.OpenAsync(volume, key: null, cancellationToken) is { IsDone: false } closed
                ? Fail(closed)
                : await StartAsync(lease, containerId, cancellationToken);
        }
        finally
        {
            progress.Clear(lease.Id);
        }
    }

    private async Task<BuildOutcome.Failed?> MakeVolumeAsync(VolumeSpec volume, CancellationToken cancellationToken)
    {
        progress.Set(volume.LeaseId, "making the volume");
        using var key = keys.Take(volume.LeaseId);
        if (volume.IsEncrypted && key is null)
        {
            return new BuildOutcome.Failed(KeyProblems.Lost, MayStillHappen: false);
        }

        var made = await volumes.CreateAsync(volume, key, cancellationToken);
        return made.IsDone ? null : Fail(made);
    }

    private async Task<BuildOutcome> CreateAsync(Lease lease, CancellationToken cancellationToken)
    {
        // Released while the volume was made: no container is started for nothing.
        if (await FindProvisioningAsync(lease.Id, cancellationToken) is null)
        {
            return Overtaken;
        }

        // Started without it, a container might run with defaults that nobody asked for.
        var env = lease.Workload.HasEnv ? environment.Find(lease.RequestId) : null;
        if (env is null && lease.Workload.HasEnv)
        {
            return new BuildOutcome.Failed(new Problem(ErrorCodes.BackendError, "the env of the request is gone; ask again with a new request_id"), MayStillHappen: false);
        }

        progress.Set(lease.Id, "creating the container");
        var created = await compute.CreateAsync(ContainerSpec.For(lease, env), cancellationToken);
        environment.Delete(lease.RequestId);
        if (created is not HostResult<string>.Done { Value: var containerId })
        {
            return Fail(created);
        }

        return await FindVolumeFaultAsync(lease, cancellationToken) is { } fault
            ? fault with { ContainerId = containerId }
            : await StartAsync(lease, containerId, cancellationToken);
    }

    // Had somebody pruned docker's entry just before, docker has made a volume of its own for the container: without a bound, and in clear.
    // From here on the container holds the entry, so it can't go any more.
    private async Task<BuildOutcome.Failed?> FindVolumeFaultAsync(Lease lease, CancellationToken cancellationToken)
    {
        if (VolumeSpec.For(lease) is not { } volume)
        {
            return null;
        }

        return await volumes.InspectAsync(volume, cancellationToken) switch
        {
            HostResult<VolumeStatus>.Done { Value: VolumeStatus.Open } => null,
            HostResult<VolumeStatus>.Done => new BuildOutcome.Failed(new Problem(ErrorCodes.BackendError, "the volume was changed by somebody else while the container was made"), MayStillHappen: false),
            var unseen => Fail(unseen),
        };
    }

    // Also one that failed may run: by its id it can be ended should docker hang from here on.
    private async Task<BuildOutcome> StartAsync(Lease lease, string containerId, CancellationToken cancellationToken)
    {
        var outcome = await TryStartAsync(lease, containerId, cancellationToken);
        return outcome is BuildOutcome.Failed failed ? failed with { ContainerId = containerId } : outcome;
    }

    private async Task<BuildOutcome> TryStartAsync(Lease lease, string containerId, CancellationToken cancellationToken)
    {
        progress.Set(lease.Id, "starting the container");
        var started = await compute.StartAsync(containerId, cancellationToken);
        if (!started.IsDone)
        {
            return Fail(started);
        }

        var seen = await compute.InspectAsync(lease.Vmid!.Value, cancellationToken); // provisioning leases have a vmid
        if (seen is not HostResult<ContainerStatus?>.Done { Value: { StartedAt: not null } container } || container.Id != containerId)
        {
            return seen.IsDone
                ? new BuildOutcome.Failed(new Problem(ErrorCodes.BackendError, "the container was not there after its start"), MayStillHappen: false)
                : Fail(seen);
        }

        var result = await ledger.ApplyAsync(lease.Id, new LeaseEvent.Started(containerId, container.Ip, timeProvider.GetUtcNow()), cancellationToken);
        return result switch
        {
            ApplyResult.Applied => new BuildOutcome.Running(),

            // Its end can't be taken down, so it would run without one. A keeper that did not answer may take it down yet.
            ApplyResult.Refused { IsEndNotKept: true, Problem: var problem } => new BuildOutcome.Failed(problem, MayStillHappen: true),

            // It is being undone already, and whoever does that has to know what was made.
            ApplyResult.Refused => new BuildOutcome.Failed(ReleasedMeanwhile, MayStillHappen: false),
            _ => Overtaken,
        };
    }

    private async Task<Lease?> FindProvisioningAsync(LeaseId id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { State: LeaseState.Provisioning } lease ? lease : null;

    private static BuildOutcome.Failed Fail<T>(HostResult<T> result) =>
        new(result.Error ?? throw new ArgumentException("the step did not fail", nameof(result)), result is HostResult<T>.Unknown);
}
