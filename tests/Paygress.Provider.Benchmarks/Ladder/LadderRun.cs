using System.Collections.Immutable;
using Paygress.Provider.Benchmarks.Figures;

namespace Paygress.Provider.Benchmarks.Ladder;

/// <summary>All rungs in turns: what slows the machine for a while slows all of them.</summary>
internal static class LadderRun
{
    /// <summary>Gives the times until the container ran and until its first byte, of each rung.</summary>
    public static async Task<(ImmutableArray<Series> Running, ImmutableArray<Series> FirstByte)> RunAsync(ImmutableArray<IRung> rungs, int rounds)
    {
        var times = rungs.ToDictionary(r => r, _ => new List<Timing>());

        // The first of each finds cold caches and is not counted.
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var rung in Turn(rungs, round))
            {
                var timing = await rung.RunAsync(round);
                if (round > 0)
                {
                    times[rung].Add(timing);
                }
            }
        }

        return (Series(rungs, times, t => t.Running), Series(rungs, times, t => t.FirstByte));
    }

    private static IEnumerable<IRung> Turn(ImmutableArray<IRung> rungs, int round) =>
        rungs.Select((_, i) => rungs[(i + round) % rungs.Length]);

    private static ImmutableArray<Series> Series(ImmutableArray<IRung> rungs, Dictionary<IRung, List<Timing>> times, Func<Timing, TimeSpan> of) =>
        [.. rungs.Select(r => new Series(r.Name, [.. times[r].Select(t => of(t).TotalMilliseconds)]))];
}
