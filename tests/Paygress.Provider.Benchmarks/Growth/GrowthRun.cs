using System.Collections.Immutable;

namespace Paygress.Provider.Benchmarks.Growth;

/// <summary>A week of a provider, as fast as it goes.</summary>
internal static class GrowthRun
{
    private const int Samples = 10;
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan History = TimeSpan.FromDays(1);
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(10);

    /// <summary>Lets so many leases of ten minutes come and go, and measures ten times, always between two leases.</summary>
    public static async Task<ImmutableArray<GrowthSample>> RunAsync(string folder, int leases)
    {
        await using var world = new GrowthWorld(folder, History);
        var (begin, swept, samples) = (world.Now, world.Now, ImmutableArray.CreateBuilder<GrowthSample>());
        for (var i = 1; i <= leases; i++)
        {
            await world.TurnAsync(Duration, begin + (Week * ((double)i / leases)));
            if (world.Now - swept >= SweepInterval)
            {
                await world.SweepAsync();
                swept = world.Now;
            }

            if (i % (leases / Samples) == 0)
            {
                samples.Add(await world.MeasureAsync(i));
            }
        }

        return samples.ToImmutable();
    }
}
