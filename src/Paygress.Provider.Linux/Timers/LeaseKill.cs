using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Linux.Timers;

/// <summary>What a timer does that fires: kills the container of a lease that should be over, without provider, books and configuration.</summary>
public sealed partial class LeaseKill
{
    /// <summary>The verb that the timers run. They outlive an upgrade, so neither it nor its options are ever renamed.</summary>
    public const string Verb = "end-lease";

    private readonly SystemdClient _systemd;
    private readonly DockerContainers _containers;
    private readonly DockerEndings _endings;
    private readonly ILogger<LeaseKill> _logger;

    /// <param name="dockerProgram">The docker client.</param>
    /// <param name="instanceId">Whose containers are ours.</param>
    public LeaseKill(string dockerProgram, string instanceId, TimeProvider timeProvider, ILoggerFactory loggers)
        : this(new CliWrapCommandRunner(timeProvider, loggers.CreateLogger<CliWrapCommandRunner>()), dockerProgram, instanceId, timeProvider, loggers.CreateLogger<LeaseKill>())
    {
    }

    internal LeaseKill(ICommandRunner runner, string dockerProgram, string instanceId, TimeProvider timeProvider, ILogger<LeaseKill> logger)
    {
        var options = new DockerOptions { Program = dockerProgram };
        var (client, labels) = (new DockerClient(runner, options), new DockerLabels(instanceId));
        _systemd = new SystemdClient(runner, instanceId, timeProvider);
        _containers = new DockerContainers(client, new DockerArguments(options, labels), new DockerStatusReader(labels, options.Network), new ContainerInits(), options);

        // By docker, which waits for the death: it is asked for nothing else.
        _endings = new DockerEndings(client, new ContainerInits(), options);
        _logger = logger;
    }

    /// <summary>Kills the container, unless it is not this lease's or a later timer is armed for the lease.</summary>
    /// <param name="timer">The one that fired.</param>
    /// <param name="containerId">The full id: a name may be somebody else's by now.</param>
    public async Task<LeaseKillOutcome> RunAsync(ExpiryTimer timer, string containerId, CancellationToken cancellationToken)
    {
        // The end was moved and the provider died before it removed this timer. The latest one rules.
        var armed = await _systemd.ListAsync(cancellationToken);
        if (armed is not HostResult<ImmutableArray<ExpiryTimer>>.Done { Value: var all })
        {
            return Fail(timer.LeaseId, armed.Error!.Detail); // not done carries an error
        }

        if (all.Any(t => t.LeaseId == timer.LeaseId && t.Second > timer.Second))
        {
            return Rest(timer.LeaseId, "a timer for a later end is armed");
        }

        return await FindAsync(timer.LeaseId, containerId, cancellationToken) ?? await KillAsync(timer.LeaseId, containerId, cancellationToken);
    }

    // The outcome, or none when the container may run and is the lease's.
    private async Task<LeaseKillOutcome?> FindAsync(LeaseId id, string containerId, CancellationToken cancellationToken) =>
        await _containers.FindAsync(containerId, cancellationToken) switch
        {
            HostResult<ContainerStatus?>.Done { Value: null } => Rest(id, "the container is gone"),
            HostResult<ContainerStatus?>.Done { Value: { } c } when c.Id != containerId || !c.IsOurs || c.LeaseId != id => Refuse(id, containerId),
            HostResult<ContainerStatus?>.Done { Value: { MayRun: false } } => Rest(id, "the container does not run"),
            HostResult<ContainerStatus?>.Done => null,
            var silent => Fail(id, silent.Error!.Detail), // not done carries an error
        };

    private async Task<LeaseKillOutcome> KillAsync(LeaseId id, string containerId, CancellationToken cancellationToken)
    {
        var killed = await _endings.SignalAsync([containerId], StopSignal.Kill, cancellationToken);
        if (!killed.IsDone)
        {
            return Fail(id, killed.Error!.Detail); // not done carries an error
        }

        // Docker waits for the death; what it could not kill is tried again.
        var seen = await _containers.FindAsync(containerId, cancellationToken);
        if (seen is not HostResult<ContainerStatus?>.Done { Value: null or { MayRun: false } })
        {
            return Fail(id, seen.Error?.Detail ?? "the container does not die");
        }

        LeaseKilledByTimer(id, containerId);
        return LeaseKillOutcome.Done;
    }

    private LeaseKillOutcome Rest(LeaseId id, string reason)
    {
        LeaseTimerIdle(id, reason);
        return LeaseKillOutcome.Done;
    }

    private LeaseKillOutcome Refuse(LeaseId id, string containerId)
    {
        LeaseTimerRefused(id, containerId);
        return LeaseKillOutcome.Refused;
    }

    private LeaseKillOutcome Fail(LeaseId id, string reason)
    {
        LeaseNotKilledByTimer(id, reason);
        return LeaseKillOutcome.Unknown;
    }

    [LoggerMessage(EventIds.LeaseKilledByTimer, LogLevel.Warning, "Lease {LeaseId}: its container {ContainerId} still ran after its end and is killed by its timer: the provider did not end it")]
    private partial void LeaseKilledByTimer(LeaseId leaseId, string containerId);

    [LoggerMessage(EventIds.LeaseTimerIdle, LogLevel.Information, "Lease {LeaseId}: its timer fired and had nothing to do: {Reason}")]
    private partial void LeaseTimerIdle(LeaseId leaseId, string reason);

    [LoggerMessage(EventIds.LeaseTimerRefused, LogLevel.Error, "Lease {LeaseId}: container {ContainerId} does not carry this lease's labels and is left alone")]
    private partial void LeaseTimerRefused(LeaseId leaseId, string containerId);

    [LoggerMessage(EventIds.LeaseNotKilledByTimer, LogLevel.Error, "Lease {LeaseId}: its end has passed, and its timer could not kill its container: {Reason}")]
    private partial void LeaseNotKilledByTimer(LeaseId leaseId, string reason);
}
