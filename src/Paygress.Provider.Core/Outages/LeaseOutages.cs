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

    private readonly Lock _gate = new();
    private readonly KeyedLocks<LeaseId> _paying = new();

    // What of the sleeps that were seen is not given back yet. Read by whoever foresees, too.
    private readonly ConcurrentDictionary<LeaseId, TimeSpan> _owed = new();

    // How long the machine had slept, by the kernel's count, when it was last looked at, and when all of it was given back.
    private TimeSpan _seen = FirstCount(start);
    private TimeSpan _givenBack = FirstCount(start);

    /// <summary>How much of the time that the machine slept is not given back to all leases: the next provider goes on with that.</summary>
    public TimeSpan Owed => host.Suspended - _givenBack is var owed && owed >= ShortestSleep ? owed : TimeSpan.Zero;

    /// <summary>After a reboot: no container has run since the last sign of life. Each lease's outage ends when its container runs again or its key is missed. Gives their number.</summary>
    public async Task<int> BeginAfterRebootAsync(CancellationToken cancellationToken)
    {
        if (start is not { IsAfterReboot: true, Mark: { } mark })
        {
            return 0;
        }

        var (leases, since) = (await ListActiveAsync(cancellationToken), mark.At - mark.Owed);
        foreach (var lease in leases)
        {
            // A keeper that can't take it down holds up no start: nothing kills by what a keeper knew before the reboot.
            if (await BeginAsync(lease.Id, since, cancellationToken) is ApplyResult.Refused { IsEndNotKept: true })
            {
                await ledger.ApplyToBooksAsync(lease.Id, Began(since), cancellationToken);
            }
        }

        return leases.Length;
    }

    /// <summary>Puts off the end of an active lease whose container can't run since then.</summary>
    /// <remarks>What it is owed of a sleep is given first: an outage covers those that come after its begin. Whether this one did is not known; it is given twice then.</remarks>
    public async Task<ApplyResult> BeginAsync(LeaseId id, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        return await PayAsync(id) is ApplyResult.Refused { IsEndNotKept: true } notKept
            ? notKept
            : await ledger.ApplyAsync(id, Began(since), cancellationToken);
    }

    /// <summary>Looks whether the machine has slept since the last look, and gives that back. To be called before any lease is called overdue.</summary>
    /// <remarks>Once begun it goes to its end: half of it would be given again by the next provider.</remarks>
    /// <exception cref="System.Data.Common.DbException">The books can't be written; <see cref="Foresee"/> says what is owed meanwhile, and the next call goes on. So it is with an end that no keeper could take down, of which nothing is thrown.</exception>
    public async Task CreditSleepAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        foreach (var (id, _) in _owed)
        {
            await PayAsync(id);
        }

        lock (_gate)
        {
            _givenBack = _owed.IsEmpty ? _seen : _givenBack;
        }
    }

    /// <summary>The lease as it becomes when the books can be told of a sleep that they could not be told of yet.</summary>
    public Lease Foresee(Lease lease)
    {
        var owed = _owed.GetValueOrDefault(lease.Id) + (CanSleep(lease) && Unseen >= ShortestSleep ? Unseen : TimeSpan.Zero);
        if (owed == TimeSpan.Zero)
        {
            return lease;
        }

        var now = timeProvider.GetUtcNow();
        return lease.Apply(Began(now - owed)) is Transition.Changed { Lease: var asleep }
            && asleep.Apply(new LeaseEvent.OutageEnded(now)) is Transition.Changed { Lease: var awake } ? awake : lease;
    }

    private static TimeSpan FirstCount(ClockStart start) => start.Mark is null || start.IsAfterReboot ? start.Host.Suspended : start.Mark.Suspended - start.Mark.Owed;

    private TimeSpan Unseen => host.Suspended - _seen;

    private LeaseEvent.OutageBegan Began(DateTimeOffset since) => new(since, options.Value.MaxOutageCredit, timeProvider.GetUtcNow());

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (Unseen < ShortestSleep)
        {
            return;
        }

        var leases = await ListActiveAsync(cancellationToken);
        lock (_gate)
        {
            // Nothing, when somebody else has looked meanwhile.
            var slept = Unseen;
            foreach (var lease in leases.Where(l => CanSleep(l) && slept >= ShortestSleep))
            {
                _owed[lease.Id] = _owed.GetValueOrDefault(lease.Id) + slept;
            }

            _seen += slept;
        }
    }

    // None where nothing is owed. What can't be taken down stays owed.
    private async Task<ApplyResult?> PayAsync(LeaseId id)
    {
        using var alone = await _paying.AcquireAsync(id, CancellationToken.None);
        if (!_owed.TryGetValue(id, out var owed))
        {
            return null;
        }

        var now = timeProvider.GetUtcNow();
        var begun = await ledger.ApplyAsync(id, Began(now - owed), CancellationToken.None);
        if (begun is ApplyResult.Refused { IsEndNotKept: true })
        {
            return begun;
        }

        Settle(id, owed);

        // Another outage, that began meanwhile, is not ended by this.
        if (begun is ApplyResult.Applied)
        {
            await ledger.ApplyAsync(id, new LeaseEvent.OutageEnded(now), CancellationToken.None);
        }

        return begun;
    }

    // It may have slept once more meanwhile.
    private void Settle(LeaseId id, TimeSpan paid)
    {
        lock (_gate)
        {
            if (_owed.TryRemove(id, out var owed) && owed > paid)
            {
                _owed[id] = owed - paid;
            }
        }
    }

    // One that could not run before it slept goes on not running: that outage covers the sleep.
    private static bool CanSleep(Lease lease) => lease is { State: LeaseState.Active, Outage: null };

    private Task<ImmutableArray<Lease>> ListActiveAsync(CancellationToken cancellationToken) => store.ListAsync([LeaseState.Active], cancellationToken);
}
