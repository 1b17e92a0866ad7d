using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Spawning;

/// <summary>What a request source is told at once.</summary>
public abstract record SpawnOutcome
{
    private SpawnOutcome()
    {
    }

    /// <summary>It is durable and will be worked on.</summary>
    public sealed record Accepted(Lease Lease) : SpawnOutcome;

    /// <summary>It was given before; the lease as it is now.</summary>
    public sealed record Known(Lease Lease) : SpawnOutcome;

    /// <summary>It is refused; every reason at once.</summary>
    public sealed record Refused(ImmutableArray<Problem> Problems) : SpawnOutcome;
}
