using System.Collections.Immutable;

namespace Paygress.Provider.Core.Workloads;

/// <summary>What one lease runs: template and tier, resolved. Holds no env values (they may be secrets).</summary>
public sealed record Workload
{
    /// <summary>The image as it was asked for; the id it resolves to is the lease's.</summary>
    public required string Image { get; init; }

    /// <summary>The template's slug; none when an image was asked for.</summary>
    public string? Template { get; init; }

    public required Tier Tier { get; init; }

    public ImmutableArray<WorkloadPort> Ports { get; init; } = [];

    /// <summary>Where the data volume is mounted; none means no volume.</summary>
    public string? DataPath { get; init; }

    /// <summary>True when the volume is encrypted under the tenant's key.</summary>
    public bool Encrypted { get; init; }

    /// <summary>True when an env belongs to it; its values are kept elsewhere until the container is created.</summary>
    public bool HasEnv { get; init; }

    /// <summary>True for Docker's small init as PID 1.</summary>
    public bool Init { get; init; } = true;

    /// <summary>The capabilities kept; all others are dropped.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>Resource limits as <c>name=soft:hard</c>.</summary>
    public ImmutableArray<string> Ulimits { get; init; } = [];

    /// <summary>True where the container may write outside data volume and memory; how much is not bounded.</summary>
    public bool WritableRoot { get; init; }
}
