using Paygress.Provider.Benchmarks.Host;

namespace Paygress.Provider.Benchmarks.Ladder;

/// <summary>The commands of the provider that this one comes from: few limits, and a directory of docker's as the volume.</summary>
internal sealed class OriginalRung(Site site, DockerApi docker, bool hasVolume) : EngineRung(docker)
{
    public override string Name => hasVolume ? "original, volume" : "original";

    protected override async Task<string> StartAsync(int round)
    {
        await Tools.RunAsync(site.Docker, OriginalSpec.List);
        return await Tools.RunAsync(site.Docker, OriginalSpec.Run(NameOf(round), Site.Image, hasVolume));
    }

    protected override async Task CleanAsync(string container, int round)
    {
        await base.CleanAsync(container, round);
        await Tools.TryAsync(site.Docker, "volume", "rm", NameOf(round));
    }

    private static string NameOf(int round) => $"bench-original-{round}";
}
