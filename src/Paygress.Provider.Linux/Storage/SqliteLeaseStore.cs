using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Storage;

/// <summary>The books in SQLite. This part writes; the queries are in the other.</summary>
internal sealed partial class SqliteLeaseStore(StoreDatabase database) : ILeaseStore
{
    // Events and queue rows go with their lease. The plus keeps SQLite from searching by state, through the whole history.
    internal const string PruneSql = """
        DELETE FROM leases WHERE lease_id IN (
            SELECT lease_id FROM leases WHERE ended_at < @before AND +state IN ('ended', 'failed') LIMIT @limit)
        """;

    private const string RebuiltEvent = "Rebuilt";

    // The schema version that brought it: Migrations/0004_held_leases.sql.
    private const int HeldSince = 4;

    // Deleting a long history at once would keep the leases that end meanwhile waiting.
    private const int PruneBatch = 500;

    public Task<ApplyResult> ApplyAsync(LeaseId id, LeaseEvent e, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => Apply(connection, id, _ => e), cancellationToken);

    public Task<ImmutableArray<ApplyResult>> ApplyAllAsync(ImmutableArray<LeaseId> ids, LeaseEvent e, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => ids.Select(id => Apply(connection, id, _ => e)).ToImmutableArray(), cancellationToken);

    public Task<ApplyResult> AdmitAsync(LeaseId id, Func<Lease, Reservations, LeaseEvent> decide, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => Apply(connection, id, lease => decide(lease, ReadReservations(connection))), cancellationToken);

    public Task<Lease?> RestoreAsync(Lease lease, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => Restore(connection, lease, now), cancellationToken);

    public async Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var (total, deleted) = (0, 0);
        do
        {
            deleted = await database.WriteAsync(connection => PruneBatchOf(connection, before), cancellationToken);
            total += deleted;
        }
        while (deleted == PruneBatch);

        return total;
    }

    internal static ApplyResult Apply(SqliteConnection connection, LeaseId id, Func<Lease, LeaseEvent> choose)
    {
        if (LeaseTable.Find(connection, id) is not { } lease)
        {
            return new ApplyResult.NotFound();
        }

        var e = choose(lease);
        return lease.Apply(e) switch
        {
            Transition.Changed changed => new ApplyResult.Applied(Store(connection, changed.Lease, e)),
            Transition.Refused refused => new ApplyResult.Refused(lease, refused.Problem),
            _ => new ApplyResult.Repeated(lease),
        };
    }

    // Without the fingerprint of its request: the same request_id with any body is then a conflict, never a second lease.
    private static Lease? Restore(SqliteConnection connection, Lease lease, DateTimeOffset now)
    {
        if (LeaseTable.Find(connection, lease.Id) is not null || LeaseTable.Find(connection, lease.RequestId) is not null || HoldsVmid(connection, lease))
        {
            return null;
        }

        var stored = LeaseTable.Insert(connection, lease, ReadOnlyMemory<byte>.Empty);
        LeaseTable.AppendEvent(connection, stored, RebuiltEvent, "from its container; its end is held", now);

        // A program that does not know of held ends would evict by this one.
        MetaTable.Set(connection, MetaTable.MinReaderVersion, Math.Max(MetaTable.Get(connection, MetaTable.MinReaderVersion), HeldSince));
        return stored;
    }

    private static bool HoldsVmid(SqliteConnection connection, Lease lease) =>
        connection.Query(ListReservingSql, LeaseRow.Read).Any(other => other.Vmid == lease.Vmid);

    private static Lease Store(SqliteConnection connection, Lease changed, LeaseEvent e)
    {
        var stored = LeaseTable.Update(connection, changed);
        LeaseTable.AppendEvent(connection, stored, e.Name, e.Detail, e.At);
        if (e is LeaseEvent.Admitted admitted)
        {
            RememberNumbers(connection, admitted);
        }

        return stored;
    }

    private static void RememberNumbers(SqliteConnection connection, LeaseEvent.Admitted admitted)
    {
        MetaTable.Set(connection, MetaTable.LastVmid, admitted.Vmid.Value);
        if (!admitted.Ports.IsEmpty)
        {
            MetaTable.Set(connection, MetaTable.LastPort, admitted.Ports[^1].HostPort);
        }
    }

    private static int PruneBatchOf(SqliteConnection connection, DateTimeOffset before) =>
        connection.Execute(PruneSql, ("@before", StoredTime.Until(before)), ("@limit", PruneBatch));
}
