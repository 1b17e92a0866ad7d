using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.Linux.Clocks;

namespace Paygress.Provider.Linux.Timers;

/// <summary>Transient timers of systemd.</summary>
internal sealed class SystemdTimers(SystemdClient systemd, SystemdArguments arguments) : IExpiryTimers
{
    private const int Batch = 100;

    /// <inheritdoc />
    public TimeSpan Uptime => Libc.Read(Libc.Monotonic);

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> ArmAsync(ExpiryTimer timer, string containerId, CancellationToken cancellationToken)
    {
        var armed = await systemd.RunAsync("systemd-run", arguments.Arm(timer, containerId), cancellationToken);

        // Refused also when it is there already: a call whose answer was lost is then made good.
        return armed is HostResult<string>.Failed
            && await ListAsync(cancellationToken) is HostResult<ImmutableArray<ExpiryTimer>>.Done { Value: var all }
            && all.Contains(timer)
                ? HostResult.Done
                : armed.ToEffect();
    }

    /// <inheritdoc />
    public Task<HostResult<ImmutableArray<ExpiryTimer>>> ListAsync(CancellationToken cancellationToken) => systemd.ListAsync(cancellationToken);

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> RemoveAsync(ImmutableArray<ExpiryTimer> timers, CancellationToken cancellationToken)
    {
        // With the timer its service goes, unless that is at work or between two tries.
        var left = await StopAsync(timers, TimerUnits.TimerOf, cancellationToken);
        if (left is HostResult<ImmutableArray<ExpiryTimer>>.Done { Value: { IsEmpty: false } working })
        {
            left = await StopAsync(working, TimerUnits.ServiceOf, cancellationToken);
        }

        return left switch
        {
            HostResult<ImmutableArray<ExpiryTimer>>.Done { Value.IsEmpty: true } => HostResult.Done,
            HostResult<ImmutableArray<ExpiryTimer>>.Done => HostResult.Failed<Nothing>(ErrorCodes.BackendError, "systemd did not stop the timer"),
            _ => left.As<Nothing>(),
        };
    }

    // Gives what of it is left. A unit that was not there is a failure for systemd; so what counts is what it lists then.
    private async Task<HostResult<ImmutableArray<ExpiryTimer>>> StopAsync(ImmutableArray<ExpiryTimer> timers, Func<ExpiryTimer, string> unitOf, CancellationToken cancellationToken)
    {
        foreach (var batch in timers.Chunk(Batch))
        {
            if (await systemd.RunAsync("systemctl", SystemdArguments.Stop(batch.Select(unitOf)), cancellationToken) is HostResult<string>.Unknown silent)
            {
                return silent.As<ImmutableArray<ExpiryTimer>>();
            }
        }

        return await ListAsync(cancellationToken) is HostResult<ImmutableArray<ExpiryTimer>>.Done { Value: var all }
            ? HostResult.Of(all.Intersect(timers).ToImmutableArray())
            : HostResult.Unknown<ImmutableArray<ExpiryTimer>>("systemd does not answer");
    }
}
