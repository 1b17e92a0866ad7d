using System.Collections.Immutable;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Core.Reconciliation;

/// <summary>Takes the inventory of what is ours on the host.</summary>
public sealed class HostInventoryReader(IComputeBackend compute, IVolumeBackend volumes, IEnvironmentFiles environment)
{
    /// <summary>Reads all kinds; a kind that does not answer makes the whole unknown.</summary>
    public async Task<HostResult<HostInventory>> ReadAsync(CancellationToken cancellationToken) =>
        await ReadContainersAsync(cancellationToken) switch
        {
            HostResult<ImmutableArray<ContainerStatus>>.Done { Value: var containers } => await CompleteAsync(containers, cancellationToken),
            var other => other.As<HostInventory>(),
        };

    /// <summary>Reads the containers alone, for a caller that has to know whether it is docker that does not answer.</summary>
    public Task<HostResult<ImmutableArray<ContainerStatus>>> ReadContainersAsync(CancellationToken cancellationToken) => compute.ListOursAsync(cancellationToken);

    /// <summary>Reads the other kinds as well.</summary>
    public async Task<HostResult<HostInventory>> CompleteAsync(ImmutableArray<ContainerStatus> containers, CancellationToken cancellationToken) =>
        (await volumes.ListOursAsync(cancellationToken)).Select(traces => new HostInventory(containers, traces, environment.List()));
}
