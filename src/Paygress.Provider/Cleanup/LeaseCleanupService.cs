using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Restarts;
using Paygress.Provider.Hosting;

namespace Paygress.Provider.Cleanup;

/// <summary>The cleanup loop's timer: ends leases on the dot, tries evictions and restarts again when they are due.</summary>
internal sealed class LeaseCleanupService(
    LeaseCleanup cleanup,
    ContainerRestarter restarter,
    ILeaseStore store,
    LeaseLedger ledger,
    IOptions<CleanupOptions> options,
    LoopHealth health,
    TimeProvider timeProvider,
    ILogger<LeaseCleanupService> logger) : LoopService("cleanup", health, timeProvider, logger)
{
    protected override TimeSpan Bound => options.Value.SweepInterval + TimeSpan.FromMinutes(2);

    protected override async Task TurnAsync(Action beat, CancellationToken stoppingToken)
    {
        beat();
        var changed = ledger.Changed.Next;
        var now = Time.GetUtcNow();
        await cleanup.EvictDueAsync(now, stoppingToken);
        await restarter.RestartDueAsync(now, stoppingToken);

        // What is due now is in hand; whatever ends its work or adds to it sends a pulse.
        var next = await store.FindNextDueAsync(now, stoppingToken);
        var wait = next - Time.GetUtcNow() ?? options.Value.SweepInterval;
        beat();
        await Pulse.WaitAsync(changed, wait < options.Value.SweepInterval ? wait : options.Value.SweepInterval, Time, stoppingToken);
    }
}
