using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Hosting;

namespace Paygress.Provider.Images;

/// <summary>The image loop: removes what is more than is kept, after each fetch and from time to time.</summary>
internal sealed class ImageSweepService(ImageSweep sweep, ImageFetcher fetcher, LoopHealth health, TimeProvider timeProvider, ILogger<ImageSweepService> logger)
    : LoopService("images", health, timeProvider, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    // Docker may take its whole deadline for each of some images.
    protected override TimeSpan Bound => TimeSpan.FromMinutes(30);

    protected override async Task TurnAsync(Action beat, CancellationToken stoppingToken)
    {
        // Not at the start: READY comes first.
        beat();
        await Pulse.WaitAsync(fetcher.Fetched.Next, Interval, Time, stoppingToken);
        await sweep.RunAsync(stoppingToken);
    }
}
