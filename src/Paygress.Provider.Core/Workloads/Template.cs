using System.Collections.Immutable;

namespace Paygress.Provider.Core.Workloads;

/// <summary>A vetted workload that an operator offers.</summary>
public sealed record Template
{
    public required string Slug { get; init; }

    public required string Image { get; init; }

    public string? Description { get; init; }

    public ImmutableArray<WorkloadPort> Ports { get; init; } = [];

    /// <summary>Env that every container of it gets; a request may override a value.</summary>
    public ImmutableSortedDictionary<string, string> Env { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Env that a request must give.</summary>
    public ImmutableArray<string> RequiredEnv { get; init; } = [];

    public string? DataPath { get; init; }

    public TierMinimum Minimum { get; init; } = TierMinimum.None;

    public bool Init { get; init; } = true;

    /// <summary>The capabilities kept; empty stands for the default list.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    public ImmutableArray<string> Ulimits { get; init; } = [];

    /// <summary>True where its containers may write outside data volume and memory; how much is not bounded.</summary>
    public bool WritableRoot { get; init; }
}
