using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Hosting;
using Paygress.Provider.Linux.Checks;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Checks;

/// <summary>The pre-flight within the daemon: right after the start, and again from time to time, as what was mended is offered again.</summary>
internal sealed class HostCheckService(
    HostChecks checks, CheckJournal journal, CheckPulse pulse, IHostApplicationLifetime lifetime, IOptions<DockerOptions> docker, LoopHealth health, TimeProvider timeProvider, ILogger<HostCheckService> logger)
    : LoopService("checks", health, timeProvider, logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    // Two questions to a docker that may be silent come on top of the interval.
    protected override TimeSpan Bound => Interval + TimeSpan.FromMinutes(5) + (2 * docker.Value.QueryTimeout);

    protected override async Task TurnAsync(Action beat, CancellationToken stoppingToken)
    {
        beat();
        await StartedAsync(stoppingToken);
        var wanted = pulse.Wanted.Next;
        journal.Note(await checks.RunAsync(stoppingToken));
        beat();
        await Pulse.WaitAsync(wanted, Interval, Time, stoppingToken);
    }

    // READY comes first: the docker clients of a check would take processor time from it.
    private async Task StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }
}
