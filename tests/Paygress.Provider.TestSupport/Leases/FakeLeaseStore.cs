using System.Collections.Immutable;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.TestSupport.Leases;

/// <summary>A lease store in memory that obeys the rules of the real one; <c>LeaseStoreContract</c> holds both to them.</summary>
public sealed class FakeLeaseStore : ILeaseStore
{
    private readonly FakeBooks _books;

    internal FakeLeaseStore(FakeBooks books) => _books = books;

    public Task<ApplyResult> ApplyAsync(LeaseId id, LeaseEvent e, CancellationToken cancellationToken) => Locked(() => ApplyLocked(id, _ => e));

    public Task<ImmutableArray<ApplyResult>> ApplyAllAsync(ImmutableArray<LeaseId> ids, LeaseEvent e, CancellationToken cancellationToken) =>
        Locked(() => ids.Select(id => ApplyLocked(id, _ => e)).ToImmutableArray());

    public Task<ApplyResult> AdmitAsync(LeaseId id, Func<Lease, Reservations, LeaseEvent> decide, CancellationToken cancellationToken) =>
        Locked(() => ApplyLocked(id, lease => decide(lease, ReserveLocked())));

    public Task<Lease?> RestoreAsync(Lease lease, DateTimeOffset now, CancellationToken cancellationToken) => Locked(() =>
        _books.Rows.Values.Any(other => other.Id == lease.Id || other.RequestId == lease.RequestId || (other.IsReserving && other.Vmid == lease.Vmid))
            ? null
            : _books.StoreLocked(lease, "Rebuilt", "from its container; its end is held", now));

    public Task<Lease?> FindAsync(LeaseId id, CancellationToken cancellationToken) => Locked(() => _books.Rows.GetValueOrDefault(id));

    public Task<Lease?> FindAsync(Vmid vmid, CancellationToken cancellationToken) => Locked(() => _books.Rows.Values
        .Where(lease => lease.Vmid == vmid)
        .OrderByDescending(lease => lease.EndedAt ?? DateTimeOffset.MaxValue)
        .FirstOrDefault());

    public Task<Lease?> FindAsync(RequestId requestId, CancellationToken cancellationToken) =>
        Locked(() => _books.Rows.Values.SingleOrDefault(lease => lease.RequestId == requestId));

    public Task<ImmutableArray<Lease>> ListAsync(ImmutableArray<LeaseState> states, CancellationToken cancellationToken) =>
        Locked(() => ListLocked(lease => states.IsDefaultOrEmpty || states.Contains(lease.State)));

    public Task<ImmutableArray<Lease>> ListDueAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        Locked(() => ListLocked(lease => EvictionDue(lease) <= now));

    public Task<DateTimeOffset?> FindNextDueAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        Locked(() => _books.Rows.Values.SelectMany<Lease, DateTimeOffset?>(lease => [EvictionDue(lease), RestartDue(lease)]).Where(at => at > after).Min());

    public Task<DateTimeOffset?> FindNextExpiryAsync(CancellationToken cancellationToken) =>
        Locked(() => _books.Rows.Values.Where(lease => lease is { State: LeaseState.Active or LeaseState.Locked, Held: false }).Min(lease => lease.ExpiresAt));

    public Task<ImmutableArray<Lease>> ListRestartsDueAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        Locked(() => ListLocked(lease => RestartDue(lease) <= now));

    public Task<ImmutableArray<LeaseLogEntry>> ListEventsAsync(LeaseId id, CancellationToken cancellationToken) =>
        Locked(() => _books.Log.GetValueOrDefault(id, []));

    public Task<Reservations> GetReservationsAsync(CancellationToken cancellationToken) => Locked(ReserveLocked);

    public Task<LeaseCounts> CountAsync(CancellationToken cancellationToken) => Locked(() => new LeaseCounts(
        CountLocked(LeaseState.Queued), CountLocked(LeaseState.Provisioning), CountLocked(LeaseState.Active), CountLocked(LeaseState.Locked), CountLocked(LeaseState.Evicting)));

    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => Locked(() =>
    {
        var old = ListLocked(lease => lease.IsOver && lease.EndedAt < before);
        foreach (var lease in old)
        {
            _books.Rows.Remove(lease.Id);
            _books.Log.Remove(lease.Id);
            _books.Fingerprints.Remove(lease.Id);
            _books.Waiting.RemoveAll(row => row.Id == lease.Id);
        }

        return old.Length;
    });

    private static DateTimeOffset? EvictionDue(Lease lease) => lease.State switch
    {
        LeaseState.Active or LeaseState.Locked => lease.Held ? null : lease.ExpiresAt,
        LeaseState.Evicting => lease.NextEvictionAt ?? DateTimeOffset.UnixEpoch,
        _ => null,
    };

    private static DateTimeOffset? RestartDue(Lease lease) => lease.State is LeaseState.Active ? lease.RestartAt : null;

    private Task<T> Locked<T>(Func<T> work)
    {
        lock (_books.Gate)
        {
            return Task.FromResult(work());
        }
    }

    private ApplyResult ApplyLocked(LeaseId id, Func<Lease, LeaseEvent> choose)
    {
        if (!_books.Rows.TryGetValue(id, out var lease))
        {
            return new ApplyResult.NotFound();
        }

        var e = choose(lease);
        return lease.Apply(e) switch
        {
            Transition.Changed changed => new ApplyResult.Applied(StoreLocked(changed.Lease, e)),
            Transition.Refused refused => new ApplyResult.Refused(lease, refused.Problem),
            _ => new ApplyResult.Repeated(lease),
        };
    }

    private Lease StoreLocked(Lease changed, LeaseEvent e)
    {
        var stored = _books.StoreLocked(changed, e.Name, e.Detail, e.At);
        if (e is LeaseEvent.Admitted admitted)
        {
            _books.LastVmid = admitted.Vmid.Value;
            _books.LastPort = admitted.Ports.IsEmpty ? _books.LastPort : admitted.Ports[^1].HostPort;
        }

        return stored;
    }

    private ImmutableArray<Lease> ListLocked(Func<Lease, bool> wanted) =>
        [.. _books.Rows.Values.Where(wanted).OrderBy(lease => lease.CreatedAt).ThenBy(lease => lease.Id.ToString(), StringComparer.Ordinal)];

    private Reservations ReserveLocked() => new()
    {
        Leases = ListLocked(lease => lease.IsReserving),
        LastVmid = _books.LastVmid,
        LastPort = _books.LastPort,
    };

    private int CountLocked(LeaseState state) => _books.Rows.Values.Count(lease => lease.State == state);
}
