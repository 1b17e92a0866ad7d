using Microsoft.Extensions.Hosting.Systemd;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Hosting;

namespace Paygress.Provider.Systemd;

/// <summary>Keeps the line that <c>systemctl status</c> shows.</summary>
internal sealed class StatusService(
    ISystemdNotifier notifier,
    ILeaseStore store,
    LeaseLedger ledger,
    IDrainSwitch drain,
    IWallClock wall,
    LoopHealth health,
    TimeProvider timeProvider,
    ILogger<StatusService> logger) : LoopService("status", health, timeProvider, logger)
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(30);

    // Many leases that change at once make one line, not many.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    protected override TimeSpan Bound => TimeSpan.FromMinutes(5);

    protected override async Task TurnAsync(Action beat, CancellationToken stoppingToken)
    {
        beat();
        var changed = ledger.Changed.Next;
        var counts = await store.CountAsync(stoppingToken);
        DateTimeOffset? next = await store.FindNextExpiryAsync(stoppingToken) is { } at ? wall.ToWall(at) : null;
        notifier.Notify(new ServiceState($"STATUS={StatusLine.Of(counts, next, drain.IsDraining)}"));
        await Pulse.WaitAsync(changed, Refresh, Time, stoppingToken);
        await Task.Delay(Rest, Time, stoppingToken);
    }
}
