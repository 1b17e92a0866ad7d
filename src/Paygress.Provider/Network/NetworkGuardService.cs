using System.Collections.Immutable;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Hosting;
using Paygress.Provider.Linux.Network;

namespace Paygress.Provider.Network;

/// <summary>The loop that keeps the tenants' network guarded. Its first look is done before anything else of the host starts.</summary>
internal sealed partial class NetworkGuardService(NetworkGuard guard, NetworkState state, LoopHealth health, TimeProvider timeProvider, ILogger<NetworkGuardService> logger)
    : LoopService("network", health, timeProvider, logger), IHostedLifecycleService
{
    // A flush is many removals: the look comes after the last of them.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(100);

    private ImmutableArray<string>? _faults;

    // Each layer asks some programs, each with its deadline.
    protected override TimeSpan Bound => NetworkState.Interval + TimeSpan.FromMinutes(15);

    public Task StartingAsync(CancellationToken cancellationToken) => LookAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The rules stay for tenants who are there. For new ones somebody has to look after them.
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Tell(state.WriteStopped);
        return Task.CompletedTask;
    }

    protected override async Task TurnAsync(Action beat, CancellationToken stoppingToken)
    {
        beat();
        var touched = guard.Touched.Next;
        await LookAsync(stoppingToken);
        beat();
        await Pulse.WaitAsync(touched, NetworkState.Interval, Time, stoppingToken);
        await Task.Delay(Settle, Time, stoppingToken);
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var layers = await guard.MendAsync(cancellationToken);
        ImmutableArray<string> faults = [.. layers.Where(l => l.Fault is not null).Select(l => $"{l.Layer}: {l.Fault}")];
        Tell(() => state.Write(faults));
        Tell(layers, faults);
    }

    // What can't be told counts as not so: the last word grows old, and no container is started.
    private void Tell(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            NetworkNotGuarded($"it can't be told: {exception.Message}");
        }
    }

    // The first look finds nothing in place, which is no loss.
    private void Tell(ImmutableArray<LayerState> layers, ImmutableArray<string> faults)
    {
        foreach (var layer in layers.Where(l => l.Mended is not null && _faults is not null))
        {
            NetworkMended(layer.Layer, layer.Mended!); // those without are left out above
        }

        foreach (var fault in faults.Except(_faults ?? []))
        {
            NetworkNotGuarded(fault);
        }

        if (faults.IsEmpty && _faults is not { IsEmpty: true })
        {
            NetworkGuarded(string.Join(", ", layers.Select(l => l.Layer)));
        }

        _faults = faults;
    }

    [LoggerMessage(EventIds.NetworkGuarded, LogLevel.Information, "The tenants' network is guarded: {Layers} are in place")]
    private partial void NetworkGuarded(string layers);

    [LoggerMessage(EventIds.NetworkMended, LogLevel.Warning, "The tenants' network: {Layer} was taken away and is back: {What}")]
    private partial void NetworkMended(string layer, string what);

    [LoggerMessage(EventIds.NetworkNotGuarded, LogLevel.Error, "The tenants' network is not guarded, so no container is started: {Fault}")]
    private partial void NetworkNotGuarded(string fault);
}
