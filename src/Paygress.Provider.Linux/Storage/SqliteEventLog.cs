using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Text;

namespace Paygress.Provider.Linux.Storage;

/// <summary>The events of all leases, by the numbers that the store gave them.</summary>
internal sealed class SqliteEventLog(StoreDatabase database) : IEventLog
{
    internal const string ReadSql = """
        SELECT o.number, o.lease_id, l.vmid, e.version, e.at, e.name, e.state, e.detail
        FROM event_order AS o
        JOIN lease_events AS e ON e.lease_id = o.lease_id AND e.version = o.version
        JOIN leases AS l ON l.lease_id = o.lease_id
        WHERE o.number > @after ORDER BY o.number LIMIT @limit
        """;

    // With fewer events than that, the place is before the first.
    private const string FindPlaceSql = """
        SELECT coalesce((SELECT number FROM event_order ORDER BY number DESC LIMIT 1 OFFSET @count), 0)
        """;

    // What was pruned had a number too.
    private const string FindNewestSql = """
        SELECT seq FROM sqlite_sequence WHERE name = 'event_order'
        """;

    public Task<ImmutableArray<NumberedEvent>> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Query(ReadSql, Read, ("@after", after), ("@limit", limit)).ToImmutableArray(), cancellationToken);

    public Task<long> FindPlaceAsync(int count, CancellationToken cancellationToken) => database.ReadAsync(
        connection => (count == 0 ? connection.QueryNumber(FindNewestSql) : connection.QueryNumber(FindPlaceSql, ("@count", count))) ?? 0,
        cancellationToken);

    private static NumberedEvent Read(StoredRow row) => new(
        row.Number("number"),
        StoredId.Lease(row.Text("lease_id")),
        row.SmallNumberOrNone("vmid") is { } vmid ? new Vmid(vmid) : null,
        new LeaseLogEntry(row.Number("version"), row.Moment("at"), row.Text("name"), EnumText<LeaseState>.Parse(row.Text("state")), row.TextOrNone("detail")));
}
