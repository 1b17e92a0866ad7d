using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Timers;

/// <summary>Keeps a timer armed for the end of each lease, for the day on which the provider is dead.</summary>
/// <remarks>
/// A net, not the way a lease ends: a start goes on without it. But no timer of an earlier end may be left when the end
/// moves, or the tenant would be killed too early.
/// </remarks>
public sealed partial class ExpiryTimerKeeper(
    IExpiryTimers timers,
    IOptions<CleanupOptions> options,
    TimeProvider timeProvider,
    ILogger<ExpiryTimerKeeper> logger) : ILeaseEndKeeper
{
    // Much longer than the books take to store an end.
    private static readonly TimeSpan PreparedFor = TimeSpan.FromMinutes(1);

    private readonly KeyedLocks<LeaseId> _locks = new();
    private readonly ConcurrentDictionary<LeaseId, (ExpiryTimer Timer, long Since)> _prepared = new();
    private readonly ConcurrentDictionary<LeaseId, bool> _toldNotArmed = new();

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> PrepareAsync(Lease lease, CancellationToken cancellationToken)
    {
        using var holder = await _locks.AcquireAsync(lease.Id, cancellationToken);
        if (ExpiryTimerRule.IsWithout(lease))
        {
            // One for the end before would come too early, if the container is started again and the provider dies just then.
            await RemoveAllAsync(lease.Id, cancellationToken);
            return HostResult.Done;
        }

        // One that is overdue is the provider's to end, now: as when an end is confirmed that is over.
        if (lease.IsDue(timeProvider.GetUtcNow()))
        {
            return HostResult.Done;
        }

        var timer = Wanted(lease);
        _prepared[lease.Id] = (timer, timeProvider.GetTimestamp());
        if (await ArmAsync(lease, timer, cancellationToken) || ExpiryTimerRule.IsFirstEnd(lease))
        {
            return HostResult.Done;
        }

        return await RemoveEarlierAsync(timer, cancellationToken);
    }

    /// <inheritdoc />
    public async Task ConfirmAsync(Lease lease, CancellationToken cancellationToken)
    {
        using var holder = await _locks.AcquireAsync(lease.Id, cancellationToken);
        _prepared.TryRemove(lease.Id, out _);
        await MendAsync(lease, cancellationToken);
    }

    /// <inheritdoc />
    /// <remarks>Done in any case: a timer that is left finds nothing to kill, and the sweep removes it. A systemd that hangs must not keep vmid and room.</remarks>
    public async Task<HostResult<Nothing>> ForgetAsync(LeaseId id, CancellationToken cancellationToken)
    {
        using var holder = await _locks.AcquireAsync(id, cancellationToken);
        _prepared.TryRemove(id, out _);
        _toldNotArmed.TryRemove(id, out _);
        await RemoveAllAsync(id, cancellationToken);
        return HostResult.Done;
    }

    /// <inheritdoc />
    public async Task<HostResult<KeptEnds>> ListAsync(CancellationToken cancellationToken) =>
        (await timers.ListAsync(cancellationToken)).Select(armed => new KeptEnds("systemd_unit", [.. armed.Select(t => t.LeaseId)], IsForEach: false));

    /// <summary>Sees to one lease whose timers the sweep found to be not what they should be.</summary>
    /// <param name="read">Reads the lease anew: its end may have moved since.</param>
    internal async Task MendAsync(LeaseId id, Func<Task<Lease?>> read, CancellationToken cancellationToken)
    {
        using var holder = await _locks.AcquireAsync(id, cancellationToken);
        if (await read() is { IsLeased: true } lease)
        {
            await MendAsync(lease, cancellationToken);
        }
    }

    /// <summary>The timer that this lease should have.</summary>
    internal ExpiryTimer Wanted(Lease lease)
    {
        var now = timeProvider.GetUtcNow();
        return ExpiryTimerRule.For(lease, now, timers.Uptime, ExpiryTimerRule.Margin(options.Value));
    }

    // Silence is told by the sweep, which asks again.
    private async Task MendAsync(Lease lease, CancellationToken cancellationToken)
    {
        if (ExpiryTimerRule.IsWithout(lease))
        {
            await RemoveAllAsync(lease.Id, cancellationToken);
            return;
        }

        if (await timers.ListAsync(cancellationToken) is not HostResult<ImmutableArray<ExpiryTimer>>.Done { Value: var all })
        {
            return;
        }

        var armed = all.Where(t => t.LeaseId == lease.Id).ToImmutableArray();
        var wanted = Wanted(lease);
        var right = armed.Where(t => ExpiryTimerRule.Fits(t, wanted)).MaxBy(t => t.Second);
        if (right is null)
        {
            // One that is overdue is the provider's to end, now; a timer that fires at once would only come between.
            if (lease.ExpiresAt <= timeProvider.GetUtcNow() || !await ArmAsync(lease, wanted, cancellationToken))
            {
                return;
            }
        }

        await RemoveAsync(lease.Id, [.. armed.Where(t => t != right && !IsPrepared(t))], cancellationToken);
    }

    private async Task<bool> ArmAsync(Lease lease, ExpiryTimer timer, CancellationToken cancellationToken)
    {
        var armed = await timers.ArmAsync(timer, lease.ContainerId!, cancellationToken); // a lease with an end has run
        if (armed.IsDone)
        {
            _toldNotArmed.TryRemove(lease.Id, out _);
        }
        else if (_toldNotArmed.TryAdd(lease.Id, true))
        {
            LeaseTimerNotArmed(lease.Id, lease.Vmid, armed.Error!.Detail); // not done carries an error
        }

        return armed.IsDone;
    }

    private async Task<HostResult<Nothing>> RemoveEarlierAsync(ExpiryTimer next, CancellationToken cancellationToken)
    {
        var earlier = await ListEarlierAsync(next, cancellationToken);
        if (earlier is HostResult<ImmutableArray<ExpiryTimer>>.Done { Value: { IsEmpty: false } found })
        {
            await timers.RemoveAsync(found, cancellationToken);
            earlier = await ListEarlierAsync(next, cancellationToken);
        }

        return earlier switch
        {
            HostResult<ImmutableArray<ExpiryTimer>>.Done { Value.IsEmpty: true } => HostResult.Done,
            HostResult<ImmutableArray<ExpiryTimer>>.Done => HostResult.Unknown<Nothing>("the timer of the end before can't be removed, and would end the lease too early"),
            _ => earlier.As<Nothing>(),
        };
    }

    private async Task<HostResult<ImmutableArray<ExpiryTimer>>> ListEarlierAsync(ExpiryTimer next, CancellationToken cancellationToken) =>
        await timers.ListAsync(cancellationToken) is HostResult<ImmutableArray<ExpiryTimer>>.Done { Value: var all }
            ? HostResult.Of(all.Where(t => t.LeaseId == next.LeaseId && t.Second < next.Second).ToImmutableArray())
            : HostResult.Unknown<ImmutableArray<ExpiryTimer>>("the host's timers do not answer, and one may be armed for the end before");

    private async Task RemoveAllAsync(LeaseId id, CancellationToken cancellationToken)
    {
        var listed = await timers.ListAsync(cancellationToken);
        if (listed is HostResult<ImmutableArray<ExpiryTimer>>.Done { Value: var all })
        {
            await RemoveAsync(id, [.. all.Where(t => t.LeaseId == id)], cancellationToken);
        }
        else
        {
            LeaseTimerNotRemoved(id, listed.Error!.Detail); // not done carries an error
        }
    }

    private async Task RemoveAsync(LeaseId id, ImmutableArray<ExpiryTimer> wrong, CancellationToken cancellationToken)
    {
        if (!wrong.IsEmpty && await timers.RemoveAsync(wrong, cancellationToken) is { Error: { } problem })
        {
            LeaseTimerNotRemoved(id, problem.Detail);
        }
    }

    private bool IsPrepared(ExpiryTimer timer) =>
        _prepared.TryGetValue(timer.LeaseId, out var prepared) && prepared.Timer == timer && timeProvider.GetElapsedTime(prepared.Since) < PreparedFor;

    [LoggerMessage(EventIds.LeaseTimerNotArmed, LogLevel.Warning, "Lease {LeaseId} ({Vmid}): no timer ends it should the provider be dead by then: {Reason}")]
    private partial void LeaseTimerNotArmed(LeaseId leaseId, Vmid? vmid, string reason);

    [LoggerMessage(EventIds.LeaseTimerNotRemoved, LogLevel.Warning, "Lease {LeaseId}: a timer that is not right any more could not be removed: {Reason}")]
    private partial void LeaseTimerNotRemoved(LeaseId leaseId, string reason);
}
