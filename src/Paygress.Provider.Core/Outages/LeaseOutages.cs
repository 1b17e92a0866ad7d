using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Outages;

/// <summary>Gives leases back the time in which the machine kept their containers from running.</summary>
public sealed class LeaseOutages(ILeaseStore store, LeaseLedger ledger, IHostClock host, ClockStart start, IOptions<LeasesOptions> options, TimeProvider timeProvider)
{
    // Less is the noise of two clocks that are read one after the other.
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromSeconds(1);

    // What of a sleep was given back before the books failed: it is not given twice. Read by whoever foresees, too.
    private readonly ConcurrentDictionary<LeaseId, TimeSpan> _credited = new();

    private TimeSpan _slept = start.Mark is null || start.IsAfterReboot ? start.Host.Suspended : start.Mark.Suspended;

    /// <summary>True while the machine has slept and not all leases have it back: a sign of life that is left now would make the next provider forget it.</summary>
    public bool OwesSleep => host.Suspended - _slept >= ShortestSleep;

    /// <summary>After a reboot: no container has run since the last sign of life. Each lease's outage ends when its container runs again or its key is missed. Gives their number.</summary>
    /// <exception cref="IOException">A lease's new end could not be taken down. Nothing may be called overdue then: the start is tried again.</exception>
    public async Task<int> BeginAfterRebootAsync(CancellationToken cancellationToken)
    {
        if (start is not { IsAfterReboot: true, Mark: { } mark })
        {
            return 0;
        }

        var leases = await ListActiveAsync(cancellationToken);
        foreach (var lease in leases)
        {
            if (await BeginAsync(lease.Id, mark.At, cancellationToken) is ApplyResult.Refused { IsEndNotKept: true, Problem: var problem })
            {
                throw new IOException($"lease {lease.Id} can't be given back the time that the machine was down: {problem.Detail}");
            }
        }

        return leases.Length;
    }

    /// <summary>Puts off the end of an active lease whose container can't run since then.</summary>
    public Task<ApplyResult> BeginAsync(LeaseId id, DateTimeOffset since, CancellationToken cancellationToken) =>
        ledger.ApplyAsync(id, new LeaseEvent.OutageBegan(since, options.Value.MaxOutageCredit, timeProvider.GetUtcNow()), cancellationToken);

    /// <summary>Looks whether the machine has slept since the last look, and gives that back. To be called before any lease is called overdue.</summary>
    /// <exception cref="System.Data.Common.DbException">The books can't be written; <see cref="Foresee"/> says what is owed meanwhile, and the next call goes on. So it is with an end that no keeper could take down, of which nothing is thrown.</exception>
    public async Task CreditSleepAsync(CancellationToken cancellationToken)
    {
        var slept = host.Suspended - _slept;
        if (slept < ShortestSleep)
        {
            return;
        }

        var areAllKept = true;
        foreach (var lease in await ListActiveAsync(cancellationToken))
        {
            if (FindOwed(lease, slept) is { } owed)
            {
                var isKept = await TryCreditAsync(lease.Id, owed, cancellationToken);
                areAllKept &= isKept;
                _credited[lease.Id] = isKept ? slept : slept - owed;
            }
        }

        // What could not be taken down is owed still: it is foreseen, and given at a later look.
        if (areAllKept)
        {
            _slept += slept;
            _credited.Clear();
        }
    }

    /// <summary>The lease as it becomes when the books can be told of a sleep that they could not be told of yet.</summary>
    public Lease Foresee(Lease lease)
    {
        if (FindOwed(lease, host.Suspended - _slept) is not { } owed)
        {
            return lease;
        }

        var now = timeProvider.GetUtcNow();
        return lease.Apply(new LeaseEvent.OutageBegan(now - owed, options.Value.MaxOutageCredit, now)) is Transition.Changed { Lease: var asleep }
            && asleep.Apply(new LeaseEvent.OutageEnded(now)) is Transition.Changed { Lease: var awake } ? awake : lease;
    }

    private async Task<bool> TryCreditAsync(LeaseId id, TimeSpan owed, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var begun = await BeginAsync(id, now - owed, cancellationToken);

        // Another outage, that began meanwhile, is not ended by this.
        if (begun is ApplyResult.Applied)
        {
            await ledger.ApplyAsync(id, new LeaseEvent.OutageEnded(now), cancellationToken);
        }

        return begun is not ApplyResult.Refused { IsEndNotKept: true };
    }

    // One that could not run before it slept goes on not running: that outage covers the sleep.
    private TimeSpan? FindOwed(Lease lease, TimeSpan slept) =>
        lease is { State: LeaseState.Active, Outage: null } && slept - _credited.GetValueOrDefault(lease.Id) is var owed && owed >= ShortestSleep ? owed : null;

    private Task<ImmutableArray<Lease>> ListActiveAsync(CancellationToken cancellationToken) => store.ListAsync([LeaseState.Active], cancellationToken);
}
