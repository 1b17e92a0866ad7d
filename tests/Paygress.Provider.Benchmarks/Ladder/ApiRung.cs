using Paygress.Provider.Benchmarks.Host;

namespace Paygress.Provider.Benchmarks.Ladder;

/// <summary>The engine's API on an open connection.</summary>
/// <param name="body">What to create: the same as by hand.</param>
internal sealed class ApiRung(DockerApi docker, string body) : EngineRung(docker)
{
    private readonly DockerApi _docker = docker;

    public override string Name => "docker API";

    protected override async Task<string> StartAsync(int round)
    {
        var id = await _docker.CreateAsync($"bench-api-{round}", body);
        await _docker.StartAsync(id);
        return id;
    }
}
