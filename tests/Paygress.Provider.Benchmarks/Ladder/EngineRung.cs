using Paygress.Provider.Benchmarks.Host;

namespace Paygress.Provider.Benchmarks.Ladder;

/// <summary>What all ways that end in the engine share: its word on when the container ran.</summary>
internal abstract class EngineRung(DockerApi docker) : IRung
{
    public abstract string Name { get; }

    public async Task<Timing> RunAsync(int round)
    {
        var begin = TimeProvider.System.GetUtcNow();
        var container = await StartAsync(round);
        var (started, firstByte) = await docker.WitnessAsync(container);
        await CleanAsync(container, round);
        return new Timing(started - begin, firstByte - begin);
    }

    /// <summary>Gives the container's id or name.</summary>
    protected abstract Task<string> StartAsync(int round);

    protected virtual Task CleanAsync(string container, int round) => docker.RemoveAsync(container);
}
