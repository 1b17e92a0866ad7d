using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Hosting;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Spawning;

/// <summary>The spawn queue consumer: takes requests as slots come free.</summary>
internal sealed class SpawnQueueService(
    SpawnDispatcher dispatcher,
    LeaseLedger ledger,
    LeaseWork work,
    IOptions<DockerOptions> docker,
    LoopHealth health,
    TimeProvider timeProvider,
    ILogger<SpawnQueueService> logger) : LoopService("spawn", health, timeProvider, logger)
{
    private static readonly TimeSpan IdleLook = TimeSpan.FromSeconds(30);

    // Part of the host's time for stopping, so that the other services and the last heartbeat have theirs.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(15);

    // Outlives the loop: a spawn that has begun is finished when the provider stops, as long as systemd lets it.
    private readonly CancellationTokenSource _effects = new();

    // It waits for a slot as long as docker may take for the spawn that has it.
    protected override TimeSpan Bound => TimeSpan.FromMinutes(15) + docker.Value.LongestStep;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await work.DrainAsync().WaitAsync(DrainTime, Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _effects.CancelAsync();
    }

    public override void Dispose()
    {
        _effects.Dispose();
        base.Dispose();
    }

    protected override async Task TurnAsync(Action beat, CancellationToken stoppingToken)
    {
        beat();
        var changed = ledger.Changed.Next;
        if (!await dispatcher.DispatchNextAsync(_effects.Token, stoppingToken))
        {
            await Pulse.WaitAsync(changed, IdleLook, Time, stoppingToken);
        }
    }
}
