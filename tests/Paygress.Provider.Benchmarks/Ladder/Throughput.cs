using System.Collections.Immutable;
using System.Diagnostics;
using Paygress.Provider.Benchmarks.Figures;
using Paygress.Provider.Benchmarks.Host;

namespace Paygress.Provider.Benchmarks.Ladder;

/// <summary>Many at once: by the provider, and by <c>docker run -d</c> in parallel.</summary>
internal sealed class Throughput(Site site, ProviderClient provider, HandSpec spec)
{
    private const int FirstNumber = 10_000;

    /// <summary>Gives how long all of them took together.</summary>
    public async Task<ImmutableArray<Series>> RunAsync(int count, ImmutableArray<int> lanes)
    {
        var all = ImmutableArray.CreateBuilder<Series>();
        all.Add(Of($"provider, {count} at once", await MeasureAsync(() => SpawnAsync(count))));
        await provider.ReleaseAsync(await ListAsync());
        foreach (var lane in lanes)
        {
            all.Add(Of($"docker run -d, {count} by {lane}", await MeasureAsync(() => RunAsync(count, lane))));
            await Tools.TryAsync(site.Docker, ["rm", "--force", .. Numbers(count).Select(HandSpec.ContainerOf)]);
        }

        return all.ToImmutable();
    }

    private static IEnumerable<int> Numbers(int count) => Enumerable.Range(FirstNumber, count);

    private static Series Of(string name, double milliseconds) => new(name, [milliseconds]);

    private static async Task<double> MeasureAsync(Func<Task> work)
    {
        var begin = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }

    private async Task SpawnAsync(int count) => await Task.WhenAll(Enumerable.Range(0, count).Select(_ => provider.SpawnAsync(Site.PlainTemplate, 3600)));

    private Task RunAsync(int count, int lanes) => Parallel.ForEachAsync(
        Numbers(count),
        new ParallelOptions { MaxDegreeOfParallelism = lanes },
        async (number, _) => await Tools.RunAsync(site.Docker, spec.Run(number)));

    private async Task<IEnumerable<string>> ListAsync() =>
        (await provider.GetAsync("v1/leases"))["leases"]!.AsArray().Select(l => l!["lease_id"]!.GetValue<string>());
}
