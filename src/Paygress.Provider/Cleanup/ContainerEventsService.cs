using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Restarts;
using Paygress.Provider.Hosting;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Cleanup;

/// <summary>Learns of deaths from docker's events, as they happen; the sweep is the fallback.</summary>
internal sealed partial class ContainerEventsService(
    IContainerEvents events,
    ContainerExits exits,
    IOptions<DockerOptions> docker,
    LoopHealth health,
    TimeProvider timeProvider,
    ILogger<ContainerEventsService> logger) : LoopService("events", health, timeProvider, logger)
{
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettleEvery = TimeSpan.FromSeconds(5);

    protected override TimeSpan Bound => TimeSpan.FromMinutes(5) + docker.Value.LongestStep;

    protected override async Task TurnAsync(Action beat, CancellationToken stoppingToken)
    {
        beat();
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task[] both = [WatchAsync(beat, turn.Token), SettleAsync(beat, turn.Token)];
        var first = await Task.WhenAny(both);
        await turn.CancelAsync();
        await Task.WhenAll(both).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // Asked to stop, it was not docker that ended the turn.
        stoppingToken.ThrowIfCancellationRequested();
        await exits.DistrustAsync(stoppingToken);

        // Whatever ended the turn tells why; the other one was cancelled.
        await first;
        ContainerEventsReopened();
        await Task.Delay(Reconnect, Time, stoppingToken);
    }

    private async Task WatchAsync(Action beat, CancellationToken cancellationToken)
    {
        await foreach (var death in events.WatchAsync(cancellationToken))
        {
            beat();
            await exits.NoteAsync(death, cancellationToken);
        }
    }

    private async Task SettleAsync(Action beat, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(SettleEvery, Time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            beat();
            await exits.SettleBelievedAsync(cancellationToken);
        }
    }

    [LoggerMessage(EventIds.ContainerEventsReopened, LogLevel.Debug, "Docker's stream of events ended; it is asked for again")]
    private partial void ContainerEventsReopened();
}
