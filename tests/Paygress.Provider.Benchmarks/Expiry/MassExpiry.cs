using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Paygress.Provider.Benchmarks.Figures;
using Paygress.Provider.Benchmarks.Host;
using Paygress.Provider.Benchmarks.Ladder;

namespace Paygress.Provider.Benchmarks.Expiry;

/// <summary>Many leases that end within the same second, a third of them deaf to SIGTERM.</summary>
internal sealed class MassExpiry(Site site, ProviderClient provider, DockerApi docker, HandSpec spec)
{
    private const int FirstNumber = 20_000;
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    /// <summary>Gives how late containers were dead and leases gone, and whether one was early.</summary>
    public async Task<ExpiryResult> RunAsync(int count)
    {
        await using var deaths = new DeathWatch(docker);
        var leases = await SpawnAsync(count);
        var ends = await AlignAsync(leases);
        await UntilEndedAsync(ends.Values.Max());
        var ended = await Task.WhenAll(ends.Keys.Select(provider.FindAsync));

        var late = ended.ToLookup(l => l["template"]!.GetValue<string>() == Site.StubbornTemplate, l => (deaths[NameOf(l)] - ends[IdOf(l)]).TotalMilliseconds);
        return new ExpiryResult(
            new Series($"dead, {count} at once", [.. late[false]]),
            new Series($"dead, deaf, {count} at once", [.. late[true]]),
            new Series($"nothing left, {count} at once", [.. ended.Select(l => (Time(l, "ended_at") - ends[IdOf(l)]).TotalMilliseconds)]));
    }

    /// <summary>What docker itself needs for as many: one command that kills, one that removes. In ms.</summary>
    public async Task<(double Kill, double Remove)> BatchAsync(int count)
    {
        var names = Enumerable.Range(FirstNumber, count).Select(HandSpec.ContainerOf).ToImmutableArray();
        await Parallel.ForEachAsync(
            Enumerable.Range(FirstNumber, count),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (number, _) => await Tools.RunAsync(site.Docker, spec.Run(number)));
        var begin = Stopwatch.GetTimestamp();
        await Tools.RunAsync(site.Docker, ["kill", .. names]);
        var killed = Stopwatch.GetElapsedTime(begin);
        await Tools.RunAsync(site.Docker, ["rm", "--force", .. names]);
        return (killed.TotalMilliseconds, Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
    }

    private static string IdOf(JsonNode lease) => lease["lease_id"]!.GetValue<string>();

    private static string NameOf(JsonNode lease) => $"paygress-{lease["vmid"]!.GetValue<int>()}";

    private static DateTimeOffset Time(JsonNode lease, string name) => DateTimeOffset.Parse(lease[name]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private async Task<ImmutableArray<JsonNode>> SpawnAsync(int count)
    {
        // Long enough for all to be there before the first ends, also where docker takes 2 s for each.
        var seconds = 10 + (2 * count);
        return [.. await Task.WhenAll(Enumerable.Range(0, count).Select(i => provider.SpawnAsync(i % 3 == 0 && count > 1 ? Site.StubbornTemplate : Site.PlainTemplate, seconds)))];
    }

    // Nobody looks while they end: that would be measured too.
    private async Task UntilEndedAsync(DateTimeOffset end)
    {
        var left = end - TimeProvider.System.GetUtcNow() + Quiet;
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, TimeProvider.System);
        await provider.UntilNoneAsync(TimeSpan.FromMilliseconds(500));
    }

    // A lease can be made longer but not shorter: all are brought to the second of the last one.
    private async Task<Dictionary<string, DateTimeOffset>> AlignAsync(ImmutableArray<JsonNode> leases)
    {
        var last = leases.Max(l => Time(l, "expires_at"));
        var earliest = TimeProvider.System.GetUtcNow() + Lead;
        last = last > earliest ? last : earliest;
        await Task.WhenAll(leases.Select(async l =>
        {
            var seconds = (long)(last - Time(l, "expires_at")).TotalSeconds;
            if (seconds > 0)
            {
                await provider.ExtendAsync(IdOf(l), seconds);
            }
        }));
        var after = await Task.WhenAll(leases.Select(l => provider.FindAsync(IdOf(l))));
        return after.ToDictionary(IdOf, l => Time(l, "expires_at"), StringComparer.Ordinal);
    }
}
