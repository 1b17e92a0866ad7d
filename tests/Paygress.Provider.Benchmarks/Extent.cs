using System.Collections.Immutable;

namespace Paygress.Provider.Benchmarks;

/// <summary>How much is measured.</summary>
/// <param name="Rounds">Of the ladder.</param>
/// <param name="Starts">Of the daemon, and calls of a verb.</param>
/// <param name="AtOnce">Spawns for the throughput.</param>
/// <param name="Lanes">How many <c>docker run -d</c> side by side it is compared with.</param>
/// <param name="Alone">Leases that end alone, one after the other.</param>
/// <param name="Expiries">Leases that end in the same second.</param>
/// <param name="OriginalExpiries">The same, by the commands of the provider that ours comes from; zero for none, as it takes a minute.</param>
/// <param name="History">Leases in the books that are over.</param>
/// <param name="Growth">Leases that come and go in a week that is compressed; zero for none.</param>
internal sealed record Extent(
    string Name, int Rounds, int Starts, int AtOnce, ImmutableArray<int> Lanes, int Alone, ImmutableArray<int> Expiries, int OriginalExpiries, ImmutableArray<int> IdleLeases, TimeSpan IdleTime, int History, int Growth)
{
    // Of the leases that promises are about.
    private const int Promised = 100;

    public static Extent Quick { get; } = new("quick", 10, 10, 20, [4, 8], 3, [20], 0, [20], TimeSpan.FromSeconds(30), 10_000, 0);

    public static Extent Full { get; } = new("full", 50, 20, 40, [1, 4, 8], 20, [10, 100, 300], 10, [0, 50, 100, 300], TimeSpan.FromMinutes(10), 100_000, 100_000);

    /// <summary>The most leases up to the number that promises are about.</summary>
    public static int MostPromised(ImmutableArray<int> counts) => counts.Last(count => count <= Promised);
}
