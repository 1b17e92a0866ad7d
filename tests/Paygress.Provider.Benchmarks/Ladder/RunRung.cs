using Paygress.Provider.Benchmarks.Host;

namespace Paygress.Provider.Benchmarks.Ladder;

/// <summary><c>docker run -d</c> with all options.</summary>
internal sealed class RunRung(Site site, DockerApi docker, HandSpec spec) : EngineRung(docker)
{
    public override string Name => "docker run -d";

    protected override Task<string> StartAsync(int round) =>
        Tools.RunAsync(site.Docker, spec.Run(round));
}
