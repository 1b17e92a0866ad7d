using System.Collections.Immutable;

namespace Paygress.Provider.Benchmarks;

/// <summary>How much is measured.</summary>
/// <param name="Rounds">Of the ladder.</param>
/// <param name="Starts">Of the daemon, and calls of a verb.</param>
/// <param name="AtOnce">Spawns for the throughput.</param>
/// <param name="Lanes">How many <c>docker run -d</c> side by side it is compared with.</param>
/// <param name="Alone">Leases that end alone, one after the other.</param>
/// <param name="Expiries">Leases that end in the same second.</param>
internal sealed record Extent(
    string Name, int Rounds, int Starts, int AtOnce, ImmutableArray<int> Lanes, int Alone, ImmutableArray<int> Expiries, ImmutableArray<int> IdleLeases, TimeSpan IdleTime)
{
    public static Extent Quick { get; } = new("quick", 10, 10, 20, [4, 8], 3, [20], [20], TimeSpan.FromSeconds(30));

    public static Extent Full { get; } = new("full", 50, 20, 40, [1, 4, 8], 20, [10, 100], [0, 50, 100], TimeSpan.FromMinutes(10));
}
