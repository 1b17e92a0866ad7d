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
    public async Task<HostResult<HostInventory>> ReadAsync(CancellationToken cancellationToken)
    {
        var containers = await compute.ListOursAsync(cancellationToken);
        if (containers is not HostResult<ImmutableArray<ContainerStatus>>.Done { Value: var seen })
        {
            return containers.As<HostInventory>();
        }

        return await volumes.ListOursAsync(cancellationToken) is HostResult<ImmutableArray<VolumeTrace>>.Done { Value: var traces }
            ? HostResult.Of(new HostInventory(seen, traces, environment.List()))
            : HostResult.Unknown<HostInventory>("the volumes could not be listed");
    }
}
