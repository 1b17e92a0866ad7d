using System.Data.Common;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Hosting;

namespace Paygress.Provider.Heartbeats;

/// <summary>The heartbeat publisher: the first at the start, the last at the stop, one between two beats when draining changes.</summary>
internal sealed class HeartbeatService(
    HeartbeatPublishing publishing,
    DrainControl drain,
    IOptions<HeartbeatOptions> options,
    LoopHealth health,
    TimeProvider timeProvider,
    ILogger<HeartbeatService> logger) : LoopService("heartbeat", health, timeProvider, logger)
{
    // Of its own: what stops before may have used up the host's time.
    private static readonly TimeSpan LastBeatTime = TimeSpan.FromSeconds(2);

    private PeriodicTimer? _timer;
    private Task? _tick;

    protected override TimeSpan Bound => options.Value.Interval + options.Value.PublishTimeout + TimeSpan.FromMinutes(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var last = new CancellationTokenSource(LastBeatTime, Time);
        await PublishLastAsync(last.Token);
    }

    public override void Dispose()
    {
        // First the loop's end, then its timer: a timer that is gone does not wait.
        base.Dispose();
        _timer?.Dispose();
    }

    protected override async Task TurnAsync(Action beat, CancellationToken stoppingToken)
    {
        // A periodic timer keeps the beat even when publishing takes time.
        _timer ??= new PeriodicTimer(options.Value.Interval, Time);
        if (_tick is null || _tick.IsCompleted)
        {
            _tick = _timer.WaitForNextTickAsync(stoppingToken).AsTask();
        }

        var changed = drain.Changed.Next;
        beat();
        await publishing.PublishOnceAsync(stoppingToken);
        beat();
        await await Task.WhenAny(_tick, changed);
    }

    private async Task PublishLastAsync(CancellationToken cancellationToken)
    {
        try
        {
            await publishing.PublishOnceAsync(cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or DbException)
        {
            // A stop is no failure for a publisher that does not answer, nor for books that can't be read: the loops have told of them.
        }
    }
}
