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

    // What of a sleep was given back before the books failed: it is not given twice.
    private readonly Dictionary<LeaseId, TimeSpan> _credited = [];

    private TimeSpan _slept = start.Mark is null || start.IsAfterReboot ? start.Host.Suspended : start.Mark.Suspended;

    /// <summary>After a reboot: no container has run since the last sign of life. Each lease's outage ends when its container runs again or its key is missed. Gives their number.</summary>
    public async Task<int> BeginAfterRebootAsync(CancellationToken cancellationToken)
    {
        if (start is not { IsAfterReboot: true, Mark: { } mark })
        {
            return 0;
        }

        var leases = await ListActiveAsync(cancellationToken);
        foreach (var lease in leases)
        {
            await BeginAsync(lease.Id, mark.At, cancellationToken);
        }

        return leases.Length;
    }

    /// <summary>Puts off the end of an active lease whose container can't run since then.</summary>
    public Task BeginAsync(LeaseId id, DateTimeOffset since, CancellationToken cancellationToken) =>
        ledger.ApplyAsync(id, new LeaseEvent.OutageBegan(since, options.Value.MaxOutageCredit, timeProvider.GetUtcNow()), cancellationToken);

    /// <summary>Looks whether the machine has slept since the last look, and gives that back. To be called before any lease is called overdue.</summary>
    /// <exception cref="System.Data.Common.DbException">The books can't be written; <see cref="Foresee"/> says what is owed meanwhile, and the next call goes on.</exception>
    public async Task CreditSleepAsync(CancellationToken cancellationToken)
    {
        var slept = host.Suspended - _slept;
        if (slept < ShortestSleep)
        {
            return;
        }

        foreach (var lease in await ListActiveAsync(cancellationToken))
        {
            if (FindOwed(lease, slept) is { } owed)
            {
                var now = timeProvider.GetUtcNow();
                await BeginAsync(lease.Id, now - owed, cancellationToken);
                await ledger.ApplyAsync(lease.Id, new LeaseEvent.OutageEnded(now), cancellationToken);
                _credited[lease.Id] = slept;
            }
        }

        _slept += slept;
        _credited.Clear();
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

    // One that could not run before it slept goes on not running: that outage covers the sleep.
    private TimeSpan? FindOwed(Lease lease, TimeSpan slept) =>
        lease is { State: LeaseState.Active, Outage: null } && slept - _credited.GetValueOrDefault(lease.Id) is var owed && owed >= ShortestSleep ? owed : null;

    private Task<ImmutableArray<Lease>> ListActiveAsync(CancellationToken cancellationToken) => store.ListAsync([LeaseState.Active], cancellationToken);
}
