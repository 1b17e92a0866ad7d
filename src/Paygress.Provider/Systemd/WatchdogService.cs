using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting.Systemd;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Health;

namespace Paygress.Provider.Systemd;

/// <summary>Feeds systemd's watchdog, but only while every loop makes progress.</summary>
internal sealed partial class WatchdogService(
    ISystemdNotifier notifier,
    LoopHealth health,
    TimeProvider timeProvider,
    ILogger<WatchdogService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (ReadInterval() is not { } interval)
        {
            return;
        }

        // Twice in the interval, as systemd advises: one late ping is then not the end.
        using var timer = new PeriodicTimer(interval / 2, timeProvider);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (health.FindStuck() is { } stuck)
            {
                LoopStalled(stuck.Name, stuck.LastTurnAt);
            }
            else
            {
                Feed();
            }
        }
    }

    private void Feed()
    {
        try
        {
            notifier.Notify(new ServiceState("WATCHDOG=1"));
        }
        catch (SocketException)
        {
            // Nobody listens. A systemd that is there again misses the pings and restarts us; ending here would help nobody.
        }
    }

    private static TimeSpan? ReadInterval() =>
        long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;

    [LoggerMessage(EventIds.LoopStalled, LogLevel.Critical, "The {Loop} loop stands still since {LastTurnAt:O}; the watchdog is not fed, systemd will restart the provider")]
    private partial void LoopStalled(string loop, DateTimeOffset lastTurnAt);
}
