using Paygress.Provider.Core.Disk;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Hosting;

namespace Paygress.Provider.Disk;

/// <summary>The disk loop: looks each second whether a tenant fills the disk.</summary>
internal sealed class DiskGuardService(DiskGuard guard, LoopHealth health, TimeProvider timeProvider, ILogger<DiskGuardService> logger)
    : LoopService("disk", health, timeProvider, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Docker may take its whole deadline for the sizes.
    protected override TimeSpan Bound => TimeSpan.FromMinutes(10);

    protected override async Task TurnAsync(Action beat, CancellationToken stoppingToken)
    {
        // Not at the start: the first look asks docker where its root is, and READY comes first.
        beat();
        await Task.Delay(Interval, Time, stoppingToken);
        await guard.LookOnceAsync(stoppingToken);
    }
}
