using Paygress.Provider.Benchmarks.Host;

namespace Paygress.Provider.Benchmarks.Ladder;

/// <summary>The least commands that give the same container, one after the other.</summary>
internal sealed class HandRung(Site site, DockerApi docker, HandSpec spec) : EngineRung(docker)
{
    public override string Name => "by hand";

    protected override async Task<string> StartAsync(int round)
    {
        var id = await Tools.RunAsync(site.Docker, [.. spec.Create(round, hasVolume: false)]);
        await Tools.RunAsync(site.Docker, "start", id);
        return id;
    }
}
