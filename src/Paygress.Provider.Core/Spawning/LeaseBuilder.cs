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
        if (VolumeSpec.For(lease) is { } volume)
        {
            var opened = await volumes.OpenAsync(volume, key: null, cancellationToken);
            if (!opened.IsDone)
            {
                return Fail(opened);
            }
        }

        return await StartAsync(lease, containerId, cancellationToken);
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
        var env = environment.Find(lease.RequestId);
        if (env is null && lease.Workload.HasEnv)
        {
            return new BuildOutcome.Failed(new Problem(ErrorCodes.BackendError, "the env of the request is gone; ask again with a new request_id"), MayStillHappen: false);
        }

        progress.Set(lease.Id, "creating the container");
        var created = await compute.CreateAsync(ContainerSpec.For(lease, env), cancellationToken);
        environment.Delete(lease.RequestId);
        return created is HostResult<string>.Done { Value: var containerId }
            ? await StartAsync(lease, containerId, cancellationToken)
            : Fail(created);
    }

    private async Task<BuildOutcome> StartAsync(Lease lease, string containerId, CancellationToken cancellationToken)
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
        return result is ApplyResult.Applied ? new BuildOutcome.Running() : Overtaken;
    }

    private async Task<Lease?> FindProvisioningAsync(LeaseId id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { State: LeaseState.Provisioning } lease ? lease : null;

    private static BuildOutcome.Failed Fail<T>(HostResult<T> result) =>
        new(result.Error ?? throw new ArgumentException("the step did not fail", nameof(result)), result is HostResult<T>.Unknown);
}
