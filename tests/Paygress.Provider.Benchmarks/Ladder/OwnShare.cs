using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Paygress.Provider.Benchmarks.Figures;
using Paygress.Provider.Benchmarks.Host;

namespace Paygress.Provider.Benchmarks.Ladder;

/// <summary>What a plain spawn takes beside docker: the time until its answer, without that of the calls to docker.</summary>
/// <remarks>
/// The provider counts its calls itself. Two that are made side by side count as if one came after the other, so it may be some milliseconds more than is
/// told here.
/// </remarks>
internal sealed class OwnShare(ProviderClient provider)
{
    private const string Calls = "paygress_docker_call_duration_seconds_sum";
    private const int Seconds = 3600;

    public async Task<Series> RunAsync(int rounds)
    {
        var own = ImmutableArray.CreateBuilder<double>(rounds);
        for (var i = 0; i < rounds; i++)
        {
            own.Add((await MeasureAsync()).TotalMilliseconds);
        }

        return new Series("provider, beside docker", own.ToImmutable());
    }

    private async Task<TimeSpan> MeasureAsync()
    {
        var before = await ReadCallsAsync();
        var begin = Stopwatch.GetTimestamp();
        var lease = await provider.SpawnAsync(Site.PlainTemplate, Seconds);
        var took = Stopwatch.GetElapsedTime(begin);
        var calls = await ReadCallsAsync() - before;
        await provider.ReleaseAsync(lease["lease_id"]!.GetValue<string>());
        return took - calls;
    }

    private async Task<TimeSpan> ReadCallsAsync() => TimeSpan.FromSeconds((await provider.ReadAsync("metrics")).Split('\n')
        .Where(line => line.StartsWith(Calls, StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)));
}
