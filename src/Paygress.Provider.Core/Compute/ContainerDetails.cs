using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Compute;

/// <summary>What a container of ours still says of its lease, by its labels and its limits. None where it says nothing, or nothing that can be read.</summary>
public sealed record ContainerDetails
{
    /// <summary>As it was seen at the same moment.</summary>
    public required ContainerStatus Status { get; init; }

    public RequestId? RequestId { get; init; }

    public OwnerId? Owner { get; init; }

    public string? TierId { get; init; }

    public string? Template { get; init; }

    public string? DataPath { get; init; }

    /// <summary>The time sold at first; extensions are in no label.</summary>
    public TimeSpan? Duration { get; init; }

    public string? ImageId { get; init; }

    /// <summary>0 when it has no limit.</summary>
    public int CpuMillicores { get; init; }

    /// <summary>0 when it has no limit.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>True when it may write outside data volume and memory.</summary>
    public bool WritableRoot { get; init; }

    /// <summary>The names of its env, the image's own too; the values stay in docker.</summary>
    public ImmutableArray<string> EnvNames { get; init; } = [];

    /// <summary>Without their labels, which docker does not know.</summary>
    public ImmutableArray<LeasePort> Ports { get; init; } = [];
}
