using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Hosting;

namespace Paygress.Provider.Liveness;

/// <summary>The liveness loop: leaves a durable sign of life every 10 s, and a last one at the end.</summary>
internal sealed class LivenessService(LivenessMarks marks, LoopHealth health, TimeProvider timeProvider, ILogger<LivenessService> logger)
    : LoopService("liveness", health, timeProvider, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override TimeSpan Bound => TimeSpan.FromMinutes(2);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // Also when what stops before this has used up the host's time.
        await marks.WriteAsync(CancellationToken.None);
    }

    protected override async Task TurnAsync(Action beat, CancellationToken stoppingToken)
    {
        beat();
        await Task.Delay(Interval, Time, stoppingToken);
        await marks.WriteAsync(stoppingToken);
    }
}
