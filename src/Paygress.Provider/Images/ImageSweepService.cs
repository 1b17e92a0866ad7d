using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Hosting;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Images;

/// <summary>The image loop: removes what is more than is kept, after each fetch and as often as books and host are compared.</summary>
internal sealed class ImageSweepService(ImageSweep sweep, ImageFetcher fetcher, IOptions<CleanupOptions> options, IOptions<DockerOptions> docker, LoopHealth health, TimeProvider timeProvider, ILogger<ImageSweepService> logger)
    : LoopService("images", health, timeProvider, logger)
{
    // Taken before each sweep: what comes up during it is not missed.
    private Task _due = fetcher.SweepDue.Next;

    // Docker may take its whole deadline for each of some images.
    protected override TimeSpan Bound => options.Value.SweepInterval + TimeSpan.FromMinutes(30) + docker.Value.LongestStep;

    protected override async Task TurnAsync(Action beat, CancellationToken stoppingToken)
    {
        // Not at the start: READY comes first.
        beat();
        await Pulse.WaitAsync(_due, options.Value.SweepInterval, Time, stoppingToken);
        _due = fetcher.SweepDue.Next;
        await sweep.RunAsync(stoppingToken);
    }
}
