using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Outages;

namespace Paygress.Provider.Core.Restarts;

/// <summary>Sees to containers that were found or reported not running within their lease.</summary>
/// <remarks>
/// An exit may be the process's own, or docker stopped the container because it goes down itself. Docker tells both alike, so an exit is believed
/// only when the stream of events has lived on for <see cref="BeliefTime"/>: until then no container stays down for good, and if the stream ends, the
/// exit was docker's.
/// </remarks>
public sealed class ContainerExits(
    ILeaseStore store,
    LeaseLedger ledger,
    IComputeBackend compute,
    ComputeMemory memory,
    LeaseOutages outages,
    IWallClock wall,
    KeyedLocks<LeaseId> locks,
    IOptions<LeasesOptions> options,
    TimeProvider timeProvider)
{
    /// <summary>Longer than dockerd's shutdown takes (15 s by default).</summary>
    public static readonly TimeSpan BeliefTime = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<LeaseId, DateTimeOffset> _doubted = new();

    // Acted on at once, as the container is started again in any case.
    private readonly ConcurrentDictionary<LeaseId, DateTimeOffset> _restarted = new();

    // Docker's doing, and not given back yet.
    private readonly ConcurrentDictionary<LeaseId, byte> _owed = new();

    /// <summary>Notes a death that docker has just reported.</summary>
    public async Task NoteAsync(ContainerDeath death, CancellationToken cancellationToken)
    {
        var isWanted = RestartRule.IsWanted(options.Value.RestartPolicy, death.ExitCode, byItself: true);
        if (isWanted)
        {
            _restarted[death.LeaseId] = timeProvider.GetUtcNow();
        }

        // One that can't be settled now is looked at again: the sweep would not know that it ended by itself.
        if (!isWanted || !await TrySettleAsync(death.LeaseId, byItself: true, cancellationToken))
        {
            _doubted.TryAdd(death.LeaseId, timeProvider.GetUtcNow());
        }
    }

    /// <summary>Settles exits in doubt after which the stream of events lived on long enough.</summary>
    public async Task SettleBelievedAsync(CancellationToken cancellationToken)
    {
        await CreditAsync(cancellationToken);
        foreach (var (id, _) in _doubted.Where(IsOld))
        {
            if (await TrySettleAsync(id, byItself: true, cancellationToken))
            {
                _doubted.TryRemove(id, out _);
            }
        }

        foreach (var exit in _restarted.Where(IsOld))
        {
            _restarted.TryRemove(exit);
        }
    }

    /// <summary>Docker went away, so it may have ended itself what was reported just before: no tenant's own exits. The sweep finds those in doubt.</summary>
    public async Task DistrustAsync(CancellationToken cancellationToken)
    {
        _doubted.Clear();
        foreach (var exit in _restarted)
        {
            if (_restarted.TryRemove(exit) && !IsOld(exit))
            {
                _owed.TryAdd(exit.Key, 0);
            }
        }

        await CreditAsync(cancellationToken);
    }

    /// <summary>Looks at an active lease whose container was not seen running.</summary>
    public Task CheckAsync(LeaseId id, CancellationToken cancellationToken) =>
        _doubted.ContainsKey(id) ? Task.CompletedTask : TrySettleAsync(id, byItself: false, cancellationToken);

    private bool IsOld(KeyValuePair<LeaseId, DateTimeOffset> exit) => timeProvider.GetUtcNow() - exit.Value >= BeliefTime;

    private async Task CreditAsync(CancellationToken cancellationToken)
    {
        foreach (var (id, _) in _owed)
        {
            if (await TryCreditAsync(id, cancellationToken))
            {
                _owed.TryRemove(id, out _);
            }
        }
    }

    private async Task<bool> TryCreditAsync(LeaseId id, CancellationToken cancellationToken)
    {
        using var holder = await locks.AcquireAsync(id, cancellationToken);
        return await store.FindAsync(id, cancellationToken) is not { State: LeaseState.Active, RestartAt: not null, ExitedAt: { } exitedAt }
            || await outages.BeginAsync(id, exitedAt, cancellationToken) is not ApplyResult.Refused { IsEndNotKept: true };
    }

    // False when docker did not answer, or no keeper of ends could take down what is owed: nothing is concluded then.
    private async Task<bool> TrySettleAsync(LeaseId id, bool byItself, CancellationToken cancellationToken)
    {
        // Each eviction makes a death, and its lock may be held for long: the stream of deaths must not wait for it.
        if (await store.FindAsync(id, cancellationToken) is not { State: LeaseState.Provisioning or LeaseState.Active })
        {
            return true;
        }

        using var holder = await locks.AcquireAsync(id, cancellationToken);
        if (await store.FindAsync(id, cancellationToken) is not { ShouldRun: true, Vmid: { } vmid } lease)
        {
            return true;
        }

        // Looked at again under the lock: only an answer counts, silence proves nothing.
        return await compute.InspectAsync(vmid, cancellationToken) is HostResult<ContainerStatus?>.Done { Value: var container }
            && (Judge(lease, container, byItself) is not { } verdict
                || (await IsProvenAsync(verdict, cancellationToken) && await TryApplyAsync(id, verdict, container, byItself, cancellationToken)));
    }

    // A docker that comes back without its root answers too, and knows no container.
    private async Task<bool> IsProvenAsync(LeaseEvent verdict, CancellationToken cancellationToken) =>
        verdict is not LeaseEvent.ContainerLost || await memory.FindLossAsync(cancellationToken) is null;

    private async Task<bool> TryApplyAsync(LeaseId id, LeaseEvent verdict, ContainerStatus? container, bool byItself, CancellationToken cancellationToken)
    {
        if (verdict is LeaseEvent.ContainerExited && !byItself && container is { OomKilled: false }
            && await outages.BeginAsync(id, Since(container), cancellationToken) is ApplyResult.Refused { IsEndNotKept: true })
        {
            return false;
        }

        return await ledger.ApplyAsync(id, verdict, cancellationToken) is not ApplyResult.Refused { IsEndNotKept: true };
    }

    private DateTimeOffset Since(ContainerStatus container)
    {
        var now = timeProvider.GetUtcNow();
        return container.FinishedAt is { } finished && wall.FromWall(finished) is var at && at < now ? at : now;
    }

    private LeaseEvent? Judge(Lease lease, ContainerStatus? container, bool byItself)
    {
        var now = timeProvider.GetUtcNow();
        if (container is null || container.Id != lease.ContainerId)
        {
            return new LeaseEvent.ContainerLost(now);
        }

        if (container.IsRunning)
        {
            // It can run again without having been started by us: docker kept it alive, or a start's answer was lost.
            return lease.Outage is null ? null : new LeaseEvent.OutageEnded(now);
        }

        if (container.State is ContainerState.Removing or ContainerState.Unknown)
        {
            return null;
        }

        if (!RestartRule.IsWanted(options.Value.RestartPolicy, container.ExitCode, byItself))
        {
            return new LeaseEvent.ContainerCompleted(container.ExitCode, now);
        }

        var ran = (container.FinishedAt - container.StartedAt) ?? TimeSpan.Zero;
        return new LeaseEvent.ContainerExited(container.ExitCode, now + RestartRule.Delay(lease.Restarts, ran), now);
    }
}
