using System.Collections.Immutable;
using Paygress.Provider.Benchmarks.Figures;
using Paygress.Provider.Benchmarks.Host;
using Paygress.Provider.Benchmarks.Ladder;

namespace Paygress.Provider.Benchmarks.Expiry;

/// <summary>How late the provider that this one comes from ends as many: it looks every 30 s, and ends one after the other.</summary>
internal sealed class OriginalExpiry(Site site, DockerApi docker)
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(30);

    public async Task<ImmutableArray<Series>> RunAsync(int count)
    {
        var names = Enumerable.Range(0, count).Select(i => $"bench-original-end-{i}").ToImmutableArray();
        foreach (var (name, i) in names.Select((name, i) => (name, i)))
        {
            await Tools.RunAsync(site.Docker, OriginalSpec.Run(name, IsDeaf(i) ? Site.StubbornImage : Site.Image, hasVolume: true));
        }

        await using var deaths = new DeathWatch(docker);
        var end = TimeProvider.System.GetUtcNow();

        // An end falls anywhere between two looks: that is their mean.
        await Task.Delay(Poll / 2, TimeProvider.System);
        var gone = await EndAsync(names);
        var late = names.Select((name, i) => (IsDeaf(i), (deaths[name] - end).TotalMilliseconds)).ToLookup(x => x.Item1, x => x.Item2);
        return
        [
            new Series($"original, dead, {count} at once", [.. late[false]]),
            new Series($"original, dead, deaf, {count} at once", [.. late[true]]),
            new Series($"original, nothing left, {count} at once", [.. gone.Select(at => (at - end).TotalMilliseconds)]),
        ];
    }

    private static bool IsDeaf(int index) => index % 3 == 0;

    // Gives when nothing of each was left.
    private async Task<ImmutableArray<DateTimeOffset>> EndAsync(ImmutableArray<string> names)
    {
        var gone = ImmutableArray.CreateBuilder<DateTimeOffset>(names.Length);
        foreach (var name in names)
        {
            await Tools.TryAsync(site.Docker, "stop", name);
            await Tools.TryAsync(site.Docker, "rm", "--force", name);
            await Tools.TryAsync(site.Docker, "volume", "rm", name);
            gone.Add(TimeProvider.System.GetUtcNow());
        }

        return gone.ToImmutable();
    }
}
