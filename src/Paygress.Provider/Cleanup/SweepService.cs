using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.Hosting;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Cleanup;

/// <summary>The cleanup loop's sweep: compares books and host, first at the start, and forgets old history.</summary>
internal sealed partial class SweepService(
    HostReconciler reconciler,
    IEnumerable<ExpiryTimerSweep> timers,
    ILeaseStore store,
    IOptions<CleanupOptions> options,
    IOptions<LeasesOptions> leases,
    IOptions<DockerOptions> docker,
    LoopHealth health,
    TimeProvider timeProvider,
    ILogger<SweepService> logger) : LoopService("sweep", health, timeProvider, logger)
{
    private static readonly TimeSpan SilentRetry = TimeSpan.FromSeconds(5);

    protected override TimeSpan Bound => options.Value.SweepInterval + TimeSpan.FromMinutes(5) + docker.Value.LongestStep;

    protected override async Task TurnAsync(Action beat, CancellationToken stoppingToken)
    {
        beat();

        // None where systemd does not run this machine. First, because they need no docker to be right.
        foreach (var sweep in timers)
        {
            await sweep.SweepOnceAsync(stoppingToken);
        }

        var answered = await reconciler.SweepOnceAsync(beat, stoppingToken);
        var pruned = await store.PruneAsync(Time.GetUtcNow() - leases.Value.KeepHistory, stoppingToken);
        if (pruned > 0)
        {
            HistoryPruned(pruned);
        }

        beat();
        var pause = answered || options.Value.SweepInterval < SilentRetry ? options.Value.SweepInterval : SilentRetry;
        await Task.Delay(pause, Time, stoppingToken);
    }

    [LoggerMessage(EventIds.HistoryPruned, LogLevel.Debug, "{Count} leases that were over long ago are forgotten")]
    private partial void HistoryPruned(int count);
}
