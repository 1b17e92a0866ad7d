using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.Linux.Storage;

/// <summary>The spawn queue beside the books, so that a lease and its place in the queue are stored at once.</summary>
/// <remarks>A row whose lease is not queued any more (released meanwhile, or admitted just before a crash) counts for nothing and is dropped in passing.</remarks>
internal sealed class SqliteSpawnQueue(StoreDatabase database) : ISpawnQueue
{
    internal const string FindFingerprintSql = """
        SELECT fingerprint FROM leases WHERE request_id = @request_id
        """;

    internal const string CountWaitingSql = """
        SELECT count(*) FROM spawn_queue JOIN leases USING (lease_id) WHERE taken = 0 AND leases.state = 'queued'
        """;

    internal const string CountOfOwnerSql = """
        SELECT count(*) FROM leases WHERE state IN ('queued', 'provisioning', 'active', 'locked', 'evicting') AND owner = @owner
        """;

    private const string EnqueuedEvent = "Enqueued";

    public Task<EnqueueResult> EnqueueAsync(Lease lease, ReadOnlyMemory<byte> fingerprint, QueueLimits limits, CancellationToken cancellationToken)
    {
        if (lease.State is not LeaseState.Queued)
        {
            throw new ArgumentException("only a queued lease can wait", nameof(lease));
        }

        return database.WriteAsync(connection => Enqueue(connection, lease, fingerprint, limits), cancellationToken);
    }

    public Task<EnqueueResult?> RecogniseAsync(RequestId id, ReadOnlyMemory<byte> fingerprint, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => FindKnown(connection, id, fingerprint), cancellationToken);

    public Task<Lease?> TakeAsync(CancellationToken cancellationToken) => database.WriteAsync(Take, cancellationToken);

    public Task CompleteAsync(LeaseId id, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute(
            """
            DELETE FROM spawn_queue WHERE lease_id = @lease_id
            """,
            ("@lease_id", id.ToString())),
        cancellationToken);

    public Task GiveBackAsync(LeaseId id, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute(
            """
            UPDATE spawn_queue SET taken = 0 WHERE lease_id = @lease_id
            """,
            ("@lease_id", id.ToString())),
        cancellationToken);

    public Task GiveBackAllAsync(CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute(
            """
            DELETE FROM spawn_queue WHERE lease_id NOT IN (SELECT lease_id FROM leases WHERE state = 'queued');
            UPDATE spawn_queue SET taken = 0 WHERE taken = 1
            """),
        cancellationToken);

    public Task<int> GetDepthAsync(CancellationToken cancellationToken) => database.ReadAsync(
        connection => (int)(connection.QueryNumber(
            """
            SELECT count(*) FROM spawn_queue JOIN leases USING (lease_id) WHERE leases.state = 'queued'
            """) ?? 0),
        cancellationToken);

    // A request that is known gets its answer even when the queue is full.
    private static EnqueueResult Enqueue(SqliteConnection connection, Lease lease, ReadOnlyMemory<byte> fingerprint, QueueLimits limits)
    {
        if (FindKnown(connection, lease.RequestId, fingerprint) is { } known)
        {
            return known;
        }

        return MetaTable.Get(connection, MetaTable.Draining) != 0 ? new EnqueueResult.Draining()
            : CountWaiting(connection) >= limits.Waiting ? new EnqueueResult.Full(limits.Waiting)
            : limits.OfOwner is { } most && CountOfOwner(connection, lease.Owner) >= most ? new EnqueueResult.OwnerFull(lease.Owner, most)
            : Insert(connection, lease, fingerprint);
    }

    private static EnqueueResult? FindKnown(SqliteConnection connection, RequestId requestId, ReadOnlyMemory<byte> fingerprint)
    {
        var known = connection.Query(
            FindFingerprintSql,
            row => row.Bytes("fingerprint"),
            ("@request_id", requestId.Value)).SingleOrDefault();
        if (known is null)
        {
            return null;
        }

        // The row was there a line ago, and leases are forgotten only long after they are over.
        return CryptographicOperations.FixedTimeEquals(known, fingerprint.Span)
            ? new EnqueueResult.Known(LeaseTable.Find(connection, requestId)!)
            : new EnqueueResult.Conflict();
    }

    private static long CountWaiting(SqliteConnection connection) => connection.QueryNumber(CountWaitingSql) ?? 0;

    private static long CountOfOwner(SqliteConnection connection, OwnerId owner) => connection.QueryNumber(CountOfOwnerSql, ("@owner", owner.Value)) ?? 0;

    private static EnqueueResult.Enqueued Insert(SqliteConnection connection, Lease lease, ReadOnlyMemory<byte> fingerprint)
    {
        var stored = LeaseTable.Insert(connection, lease, fingerprint);
        connection.Execute(
            """
            INSERT INTO spawn_queue (lease_id, taken) VALUES (@lease_id, 0)
            """,
            ("@lease_id", stored.Id.ToString()));
        LeaseTable.AppendEvent(connection, stored, EnqueuedEvent, null, stored.CreatedAt);
        return new EnqueueResult.Enqueued(stored);
    }

    private static Lease? Take(SqliteConnection connection)
    {
        var id = connection.QueryText(
            """
            DELETE FROM spawn_queue WHERE taken = 0 AND lease_id NOT IN (SELECT lease_id FROM leases WHERE state = 'queued');
            UPDATE spawn_queue SET taken = 1
            WHERE position = (SELECT min(position) FROM spawn_queue WHERE taken = 0)
            RETURNING lease_id
            """);
        return id is null ? null : LeaseTable.Find(connection, StoredId.Lease(id));
    }
}
