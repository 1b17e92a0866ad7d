using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Core.Compute;

/// <summary>A container to make.</summary>
public sealed record ContainerSpec
{
    public required LeaseId LeaseId { get; init; }

    public required Vmid Vmid { get; init; }

    public required RequestId RequestId { get; init; }

    public required OwnerId Owner { get; init; }

    public required Workload Workload { get; init; }

    /// <summary>The image's id, never a name that may move.</summary>
    public required string ImageId { get; init; }

    public required TimeSpan Duration { get; init; }

    public ImmutableArray<LeasePort> Ports { get; init; } = [];

    /// <summary>The file that holds the env, one <c>NAME=value</c> a line; none when there is no env.</summary>
    public string? EnvironmentFile { get; init; }

    /// <summary>Makes the spec of a lease that was admitted and whose image is there.</summary>
    public static ContainerSpec For(Lease lease, string? environmentFile) => new()
    {
        LeaseId = lease.Id,
        Vmid = lease.Vmid ?? throw new ArgumentException("the lease has no vmid", nameof(lease)),
        RequestId = lease.RequestId,
        Owner = lease.Owner,
        Workload = lease.Workload,
        ImageId = lease.ImageId ?? throw new ArgumentException("the lease has no image id", nameof(lease)),
        Duration = lease.Duration,
        Ports = lease.Ports,
        EnvironmentFile = environmentFile,
    };
}
