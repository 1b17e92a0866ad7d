using System.Collections.Immutable;
using Paygress.Provider.Core.Admission;

namespace Paygress.Provider.Core.Leases;

/// <summary>The books. Every change is one durable transaction: load, apply, store over the same version, append to the event log.</summary>
public interface ILeaseStore
{
    /// <summary>Applies one event; durable when it returns.</summary>
    Task<ApplyResult> ApplyAsync(LeaseId id, LeaseEvent e, CancellationToken cancellationToken);

    /// <summary>Applies one event to each of these leases in one transaction, all or, when it throws, none; the answers in the same order.</summary>
    Task<ImmutableArray<ApplyResult>> ApplyAllAsync(ImmutableArray<LeaseId> ids, LeaseEvent e, CancellationToken cancellationToken);

    /// <summary>Lets <paramref name="decide"/> look at what is reserved and applies what it says, in one transaction.</summary>
    Task<ApplyResult> AdmitAsync(LeaseId id, Func<Lease, Reservations, LeaseEvent> decide, CancellationToken cancellationToken);

    /// <summary>Takes in a lease that runs and is not in the books; none, and nothing changed, when they have it, its vmid or its request already.</summary>
    Task<Lease?> RestoreAsync(Lease lease, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>One lease; none when there is no such lease.</summary>
    Task<Lease?> FindAsync(LeaseId id, CancellationToken cancellationToken);

    /// <summary>The lease that holds this vmid now, else the last one that did; none when there was none.</summary>
    Task<Lease?> FindAsync(Vmid vmid, CancellationToken cancellationToken);

    /// <summary>The lease that a request made; none when the request is not known.</summary>
    Task<Lease?> FindAsync(RequestId requestId, CancellationToken cancellationToken);

    /// <summary>The leases in these states, oldest first; all states when none is given.</summary>
    Task<ImmutableArray<Lease>> ListAsync(ImmutableArray<LeaseState> states, CancellationToken cancellationToken);

    /// <summary>The leases to be evicted at <paramref name="now"/>: time is up, or a further try is due.</summary>
    Task<ImmutableArray<Lease>> ListDueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The earliest moment later than <paramref name="after"/> at which a lease ends, an eviction is tried again or a restart is due; none when never.</summary>
    Task<DateTimeOffset?> FindNextDueAsync(DateTimeOffset after, CancellationToken cancellationToken);

    /// <summary>The end that comes first among the leases that run; none when none runs.</summary>
    Task<DateTimeOffset?> FindNextExpiryAsync(CancellationToken cancellationToken);

    /// <summary>The active leases whose container is to be started again at <paramref name="now"/>.</summary>
    Task<ImmutableArray<Lease>> ListRestartsDueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The event log of one lease, oldest first.</summary>
    Task<ImmutableArray<LeaseLogEntry>> ListEventsAsync(LeaseId id, CancellationToken cancellationToken);

    /// <summary>What is reserved now.</summary>
    Task<Reservations> GetReservationsAsync(CancellationToken cancellationToken);

    /// <summary>How many leases are in each live state.</summary>
    Task<LeaseCounts> CountAsync(CancellationToken cancellationToken);

    /// <summary>Forgets leases that were over before <paramref name="before"/>; gives their number.</summary>
    Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
