using System.Collections.Concurrent;
using Paygress.Provider.Benchmarks.Host;

namespace Paygress.Provider.Benchmarks.Expiry;

/// <summary>When containers died, by the engine's word, from now on.</summary>
internal sealed class DeathWatch : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _deaths = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watch;

    public DeathWatch(DockerApi docker)
    {
        _watch = docker.WatchDeathsAsync((name, at) => _deaths.TryAdd(name, at), _stop.Token);
    }

    /// <summary>When the container of this name died.</summary>
    public DateTimeOffset this[string name] => _deaths[name];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
