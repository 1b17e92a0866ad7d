using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Network;

/// <summary>Docker's own rules, by which published ports reach containers. Docker makes them at its start alone, so they are only looked for.</summary>
/// <param name="mayRestart">Whether docker may be started again for them, which ends and restarts every container of the machine.</param>
internal sealed class DockerChainLayer(HostTools tools, bool mayRestart, TimeProvider timeProvider) : INetworkLayer
{
    private const string Name = "docker's rules";
    private const string Unit = "docker.service";

    // Something that flushes again and again must not stop every tenant again and again.
    private static readonly TimeSpan RestartPause = TimeSpan.FromMinutes(10);

    private long? _restarted;

    public async Task<LayerState> MendAsync(CancellationToken cancellationToken)
    {
        var found = await LookAsync(cancellationToken);
        if (found.Fault is null || !MayRestartNow || !await RestartAsync(cancellationToken))
        {
            return found;
        }

        return await LookAsync(cancellationToken) is { Fault: null } ? LayerState.PutBack(Name, $"{Unit} was restarted for them") : found;
    }

    private bool MayRestartNow => mayRestart && (_restarted is not { } last || timeProvider.GetElapsedTime(last) >= RestartPause);

    // A docker that is only starting has no rules yet, and has lost none.
    private async Task<bool> RestartAsync(CancellationToken cancellationToken)
    {
        if (!(await tools.RunAsync("systemctl", ["is-active", "--quiet", Unit], cancellationToken)).IsDone)
        {
            return false;
        }

        _restarted = timeProvider.GetTimestamp();
        return (await tools.RunAsync("systemctl", ["restart", Unit], cancellationToken)).IsDone;
    }

    private async Task<LayerState> LookAsync(CancellationToken cancellationToken) =>
        await FindFaultAsync("nat", "PREROUTING", cancellationToken) ?? await FindFaultAsync("filter", "FORWARD", cancellationToken) ?? LayerState.Intact(Name);

    private async Task<LayerState?> FindFaultAsync(string table, string chain, CancellationToken cancellationToken)
    {
        var listed = await tools.RunAsync("iptables", ["--wait", "10", "-t", table, "-S", chain], cancellationToken);
        return listed is not HostResult<string>.Done { Value: var rules } ? LayerState.Broken(Name, listed)
            : rules.Contains("-j DOCKER", StringComparison.Ordinal) ? null
            : LayerState.Broken(Name, $"chain {chain} of table {table} does not lead to docker's: a firewall was flushed, or docker is not started; published ports do not reach new containers");
    }
}
