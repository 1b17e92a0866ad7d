using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Storage;

// The states stand in the SQL as words, not as parameters: only so can SQLite use the partial indices.
internal sealed partial class SqliteLeaseStore
{
    internal const string FindByVmid = $"""
        SELECT {LeaseRow.Columns} FROM leases WHERE vmid = @vmid
        ORDER BY ended_at IS NULL DESC, ended_at DESC, lease_id DESC LIMIT 1
        """;

    internal const string ListByState = $"""
        SELECT {LeaseRow.Columns} FROM leases WHERE state IN (SELECT value FROM json_each(@states))
        ORDER BY created_at, lease_id
        """;

    internal const string ListDue = $"""
        SELECT {LeaseRow.Columns} FROM leases WHERE state IN ('active', 'locked') AND expires_at <= @now
        UNION ALL
        SELECT {LeaseRow.Columns} FROM leases WHERE state = 'evicting' AND coalesce(next_eviction_at, 0) <= @now
        """;

    internal const string FindNextDue = """
        SELECT min(at) FROM (
            SELECT min(expires_at) AS at FROM leases WHERE state IN ('active', 'locked') AND expires_at > @after
            UNION ALL
            SELECT min(next_eviction_at) FROM leases WHERE state = 'evicting' AND next_eviction_at > @after
            UNION ALL
            SELECT min(restart_at) FROM leases WHERE state = 'active' AND restart_at > @after)
        """;

    internal const string FindNextExpiry = """
        SELECT min(expires_at) FROM leases WHERE state IN ('active', 'locked')
        """;

    internal const string ListRestartsDue = $"""
        SELECT {LeaseRow.Columns} FROM leases WHERE state = 'active' AND restart_at <= @now
        """;

    internal const string ListReserving = $"""
        SELECT {LeaseRow.Columns} FROM leases WHERE state IN ('provisioning', 'active', 'locked', 'evicting')
        ORDER BY vmid
        """;

    internal const string CountByState = """
        SELECT state, count(*) AS leases FROM leases
        WHERE state IN ('queued', 'provisioning', 'active', 'locked', 'evicting') GROUP BY state
        """;

    internal const string ListLog = """
        SELECT version, at, name, state, detail FROM lease_events WHERE lease_id = @lease_id ORDER BY version
        """;

    public Task<Lease?> FindAsync(LeaseId id, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => LeaseTable.Find(connection, id), cancellationToken);

    public Task<Lease?> FindAsync(RequestId requestId, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => LeaseTable.Find(connection, requestId), cancellationToken);

    public Task<Lease?> FindAsync(Vmid vmid, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Query(FindByVmid, LeaseRow.Read, ("@vmid", vmid.Value)).SingleOrDefault(), cancellationToken);

    public Task<ImmutableArray<Lease>> ListAsync(ImmutableArray<LeaseState> states, CancellationToken cancellationToken)
    {
        var wanted = states.IsDefaultOrEmpty ? [.. Enum.GetValues<LeaseState>()] : states;
        var texts = JsonSerializer.Serialize([.. wanted.Select(EnumText<LeaseState>.Of)], StorageJsonContext.Default.ImmutableArrayString);
        return database.ReadAsync(connection => connection.Query(ListByState, LeaseRow.Read, ("@states", texts)).ToImmutableArray(), cancellationToken);
    }

    public Task<ImmutableArray<Lease>> ListDueAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Query(ListDue, LeaseRow.Read, ("@now", StoredTime.Until(now))).ToImmutableArray(), cancellationToken);

    public Task<DateTimeOffset?> FindNextDueAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Moment(connection.QueryNumber(FindNextDue, ("@after", StoredTime.Until(after)))), cancellationToken);

    public Task<DateTimeOffset?> FindNextExpiryAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(connection => Moment(connection.QueryNumber(FindNextExpiry)), cancellationToken);

    public Task<ImmutableArray<Lease>> ListRestartsDueAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Query(ListRestartsDue, LeaseRow.Read, ("@now", StoredTime.Until(now))).ToImmutableArray(), cancellationToken);

    public Task<ImmutableArray<LeaseLogEntry>> ListEventsAsync(LeaseId id, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Query(ListLog, ReadEntry, ("@lease_id", id.ToString())).ToImmutableArray(), cancellationToken);

    public Task<Reservations> GetReservationsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(ReadReservations, cancellationToken);

    public Task<LeaseCounts> CountAsync(CancellationToken cancellationToken) => database.ReadAsync(ReadCounts, cancellationToken);

    private static DateTimeOffset? Moment(long? at) => at is { } known ? StoredTime.Moment(known) : null;

    private static Reservations ReadReservations(SqliteConnection connection) => new()
    {
        Leases = [.. connection.Query(ListReserving, LeaseRow.Read)],
        LastVmid = MetaTable.Get(connection, MetaTable.LastVmid),
        LastPort = MetaTable.Get(connection, MetaTable.LastPort),
    };

    private static LeaseCounts ReadCounts(SqliteConnection connection)
    {
        var counts = connection
            .Query(CountByState, row => (State: EnumText<LeaseState>.Parse(row.Text("state")), Count: row.SmallNumber("leases")))
            .ToDictionary(row => row.State, row => row.Count);
        return new LeaseCounts(
            counts.GetValueOrDefault(LeaseState.Queued),
            counts.GetValueOrDefault(LeaseState.Provisioning),
            counts.GetValueOrDefault(LeaseState.Active),
            counts.GetValueOrDefault(LeaseState.Locked),
            counts.GetValueOrDefault(LeaseState.Evicting));
    }

    private static LeaseLogEntry ReadEntry(StoredRow row) => new(
        row.Number("version"),
        row.Moment("at"),
        row.Text("name"),
        EnumText<LeaseState>.Parse(row.Text("state")),
        row.TextOrNone("detail"));
}
