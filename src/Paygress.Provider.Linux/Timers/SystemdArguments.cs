using System.Collections.Immutable;
using System.Globalization;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Linux.Timers;

/// <summary>What is said to systemd, word for word. Pure.</summary>
/// <param name="program">This program's own file; it is what the timer starts.</param>
/// <param name="dockerProgram">The docker client, as configured now: what the configuration says on that day does not matter.</param>
/// <param name="environment">What tells the docker client where its daemon is.</param>
internal sealed class SystemdArguments(string program, string dockerProgram, string instanceId, IReadOnlyDictionary<string, string> environment)
{
    /// <summary>A timer and what it starts. A docker that does not answer is tried again for an hour or more; what fails for good is forgotten by systemd.</summary>
    public ImmutableArray<string> Arm(ExpiryTimer timer, string containerId) =>
    [
        "--quiet",
        "--collect",
        $"--unit={TimerUnits.NameOf(timer)}",
        $"--description={TimerUnits.DescribeFor(instanceId)}",
        string.Create(CultureInfo.InvariantCulture, $"--on-boot={timer.Second}s"),
        "--timer-property=AccuracySec=100ms",
        "--property=Type=oneshot",
        "--property=TimeoutStartSec=120s",
        "--property=Restart=on-failure",
        "--property=RestartSec=10s",
        "--property=RestartPreventExitStatus=2 4",
        "--property=StartLimitIntervalSec=1d",
        "--property=StartLimitBurst=360",
        "--property=SyslogIdentifier=paygress-provider",
        .. environment.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"--setenv={e.Key}={e.Value}"),
        "--",
        program,
        LeaseKill.Verb,
        $"--lease={timer.LeaseId}",
        $"--container={DockerIds.Full(containerId)}",
        $"--host={instanceId}",
        string.Create(CultureInfo.InvariantCulture, $"--second={timer.Second}"),
        $"--docker={dockerProgram}",
    ];

    /// <summary>All units that may be ours, loaded or at work.</summary>
    public static ImmutableArray<string> List() =>
        ["list-units", "--all", "--full", "--plain", "--no-legend", "--no-pager", "--", $"{TimerUnits.Prefix}*"];

    /// <summary>Stops units. One that is not there makes it fail, and the others are stopped all the same.</summary>
    public static ImmutableArray<string> Stop(IEnumerable<string> units) => ["stop", "--", .. units];
}
