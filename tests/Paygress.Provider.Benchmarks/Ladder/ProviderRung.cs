using Paygress.Provider.Benchmarks.Host;

namespace Paygress.Provider.Benchmarks.Ladder;

/// <summary>A request on the provider's socket.</summary>
internal sealed class ProviderRung(ProviderClient provider, DockerApi docker, string template, string name) : EngineRung(docker)
{
    private const int Seconds = 3600;
    private string _lease = "";

    public override string Name => name;

    protected override async Task<string> StartAsync(int round)
    {
        var lease = await provider.SpawnAsync(template, Seconds);
        _lease = lease["lease_id"]!.GetValue<string>();
        return $"paygress-{lease["vmid"]!.GetValue<int>()}";
    }

    protected override Task CleanAsync(string container, int round) => provider.ReleaseAsync(_lease);
}
