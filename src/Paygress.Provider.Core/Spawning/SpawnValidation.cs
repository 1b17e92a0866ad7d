using System.Collections.Immutable;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Spawning;

/// <summary>What came of validating a request.</summary>
public abstract record SpawnValidation
{
    private SpawnValidation()
    {
    }

    public sealed record Valid(ValidSpawn Spawn) : SpawnValidation;

    /// <summary>Every fault at once.</summary>
    public sealed record Invalid(ImmutableArray<Problem> Problems) : SpawnValidation;
}
