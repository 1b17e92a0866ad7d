using System.Collections.Immutable;

namespace Paygress.Provider.Core.Spawning;

/// <summary>A request for a lease as its source gave it; nothing in it is trusted yet.</summary>
public sealed record SpawnRequest
{
    public string? RequestId { get; init; }

    public string? Owner { get; init; }

    public string? Template { get; init; }

    public string? Image { get; init; }

    public string? Tier { get; init; }

    public long? DurationSeconds { get; init; }

    public ImmutableSortedDictionary<string, string> Env { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public ImmutableArray<RequestedPort> Ports { get; init; } = [];

    public string? DataPath { get; init; }

    public RequestedEncryption? Encryption { get; init; }

    /// <summary>True for a lease in which limits are tried: what an earlier trial or check found does not keep it out. No request source sets it.</summary>
    public bool IsTrial { get; init; }
}
