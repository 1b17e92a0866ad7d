using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Cgroups;
using Paygress.Provider.Linux.Clocks;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Linux.Network;
using Paygress.Provider.Linux.Node;
using Paygress.Provider.Linux.Timers;
using Paygress.Provider.Linux.Trials;
using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.Linux.Checks;

/// <summary>The pre-flight: everything that the provider needs of this machine, each with what to do when it is not there.</summary>
public sealed class HostChecks
{
    private readonly ImmutableArray<IHostCheck> _checks;

    public HostChecks(ProviderOptions provider, DockerOptions docker, NetworkOptions network, PortsOptions ports, VolumesOptions volumes, string group, TimeProvider timeProvider)
    {
        var runner = new CliWrapCommandRunner(timeProvider, NullLogger<CliWrapCommandRunner>.Instance);
        var proc = new ProcFileSystem();
        _checks =
        [
            new DockerCheck(new DockerClient(runner, docker), docker),
            new RuntimeCheck(new DockerClient(runner, docker), docker),
            new DockerGroupCheck(),
            new CgroupCheck(new CgroupSupport()),
            new AppArmorCheck(),
            new VolumeCheck(new VolumeSupport(), volumes.Plain),
            new EncryptionCheck(new EncryptionSupport(proc)),
            new DirectoryCheck(provider),
            new DiskCheck(provider),
            new PortCheck(ports, proc),
            new NetworkCheck(new NetworkState(provider.RuntimeDirectory, docker.Bridge, network.Isolation, new HostClock(), GuardedRules.Of(docker, network)), network),
            new ClockCheck(),
            new GroupCheck(group),
            new ExpiryTimerCheck(SystemdPresence.IsInit),
            new TrialCheck(new TrialFile(provider.DataDirectory)),
        ];
    }

    /// <summary>Runs all checks, one after the other.</summary>
    public async Task<ImmutableArray<CheckLine>> RunAsync(CancellationToken cancellationToken)
    {
        var lines = ImmutableArray.CreateBuilder<CheckLine>();
        foreach (var check in _checks)
        {
            lines.AddRange(await check.RunAsync(cancellationToken));
        }

        return lines.ToImmutable();
    }
}
