using Paygress.Provider.Benchmarks.Host;

namespace Paygress.Provider.Benchmarks.Ladder;

/// <summary>The commands of the provider that this one comes from: few limits, and a directory of docker's as the volume.</summary>
internal sealed class OriginalRung(Site site, DockerApi docker, bool hasVolume) : EngineRung(docker)
{
    public override string Name => hasVolume ? "original, volume" : "original";

    protected override async Task<string> StartAsync(int round)
    {
        await Tools.RunAsync(site.Docker, "ps", "-a", "--format", "{{.Names}}", "--filter", "name=paygress-");
        string[] volume = hasVolume ? ["-v", $"bench-original-{round}:/data"] : [];
        return await Tools.RunAsync(site.Docker, ["run", "-d", "--name", $"bench-original-{round}", "--restart", "unless-stopped", "--cpus", "1", "--memory", "64m", .. volume, Site.Image]);
    }

    protected override async Task CleanAsync(string container, int round)
    {
        await base.CleanAsync(container, round);
        await Tools.TryAsync(site.Docker, "volume", "rm", $"bench-original-{round}");
    }
}
