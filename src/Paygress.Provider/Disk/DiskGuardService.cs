using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Disk;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Hosting;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Disk;

/// <summary>The disk loop: looks each second whether a tenant fills the disk.</summary>
internal sealed class DiskGuardService(DiskGuard guard, IOptions<DockerOptions> docker, LoopHealth health, TimeProvider timeProvider, ILogger<DiskGuardService> logger)
    : LoopService("disk", health, timeProvider, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override TimeSpan Bound => TimeSpan.FromMinutes(5) + docker.Value.LongestStep;

    protected override async Task TurnAsync(Action beat, CancellationToken stoppingToken)
    {
        // Not at the start: the first look asks docker where its root is, and READY comes first.
        beat();
        await Task.Delay(Interval, Time, stoppingToken);
        await guard.LookOnceAsync(stoppingToken);
    }
}
