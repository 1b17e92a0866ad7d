using System.Collections.Immutable;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Core.Reconciliation;

/// <summary>Everything of ours that the host shows.</summary>
public sealed record HostInventory(
    ImmutableArray<ContainerStatus> Containers,
    ImmutableArray<VolumeTrace> Volumes,
    ImmutableArray<(RequestId Id, DateTimeOffset WrittenAt)> EnvironmentFiles)
{
    /// <summary>What keepers of ends have; read for an audit only.</summary>
    public ImmutableArray<KeptEnds> Ends { get; init; } = [];
}
