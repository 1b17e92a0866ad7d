using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Text;

namespace Paygress.Provider.Linux.Storage;

// Whether each of these finds its rows by an index is tested.
internal sealed partial class SqliteLeaseStore
{
    internal const string FindByVmidSql = $"""
        SELECT {LeaseRow.Columns} FROM leases WHERE vmid = @vmid
        ORDER BY ended_at IS NULL DESC, ended_at DESC, lease_id DESC LIMIT 1
        """;

    internal const string ListByStateSql = $"""
        SELECT {LeaseRow.Columns} FROM leases WHERE state IN (SELECT value FROM json_each(@states))
        ORDER BY created_at, lease_id
        """;

    internal const string ListDueSql = $"""
        SELECT {LeaseRow.Columns} FROM leases WHERE due_at <= @now AND held IS NULL
        ORDER BY due_at
        """;

    internal const string FindNextDueSql = """
        SELECT min(at) FROM (
            SELECT min(due_at) AS at FROM leases WHERE due_at > @after AND held IS NULL
            UNION ALL
            SELECT min(restart_at) FROM leases WHERE restart_at > @after)
        """;

    internal const string FindNextExpirySql = """
        SELECT min(expires_at) FROM leases WHERE state IN ('active', 'locked') AND held IS NULL
        """;

    internal const string ListRestartsDueSql = $"""
        SELECT {LeaseRow.Columns} FROM leases WHERE restart_at <= @now AND state = 'active'
        ORDER BY restart_at
        """;

    internal const string ListReservingSql = $"""
        SELECT {LeaseRow.Columns} FROM leases WHERE state IN ('provisioning', 'active', 'locked', 'evicting')
        """;

    internal const string CountByStateSql = """
        SELECT state, count(*) AS leases FROM leases
        WHERE state IN ('queued', 'provisioning', 'active', 'locked', 'evicting') GROUP BY state
        """;

    internal const string ListLogSql = """
        SELECT version, at, name, state, detail FROM lease_events WHERE lease_id = @lease_id ORDER BY version
        """;

    public Task<Lease?> FindAsync(LeaseId id, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => LeaseTable.Find(connection, id), cancellationToken);

    public Task<Lease?> FindAsync(RequestId requestId, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => LeaseTable.Find(connection, requestId), cancellationToken);

    public Task<Lease?> FindAsync(Vmid vmid, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Query(FindByVmidSql, LeaseRow.Read, ("@vmid", vmid.Value)).SingleOrDefault(), cancellationToken);

    public Task<ImmutableArray<Lease>> ListAsync(ImmutableArray<LeaseState> states, CancellationToken cancellationToken)
    {
        var wanted = states.IsDefaultOrEmpty ? [.. Enum.GetValues<LeaseState>()] : states;
        var texts = JsonSerializer.Serialize([.. wanted.Select(EnumText<LeaseState>.Of)], StorageJsonContext.Default.ImmutableArrayString);
        return database.ReadAsync(connection => connection.Query(ListByStateSql, LeaseRow.Read, ("@states", texts)).ToImmutableArray(), cancellationToken);
    }

    public Task<ImmutableArray<Lease>> ListDueAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Query(ListDueSql, LeaseRow.Read, ("@now", StoredTime.Until(now))).ToImmutableArray(), cancellationToken);

    public Task<DateTimeOffset?> FindNextDueAsync(DateTimeOffset after, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => ReadMoment(connection.QueryNumber(FindNextDueSql, ("@after", StoredTime.Until(after)))), cancellationToken);

    public Task<DateTimeOffset?> FindNextExpiryAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(connection => ReadMoment(connection.QueryNumber(FindNextExpirySql)), cancellationToken);

    public Task<ImmutableArray<Lease>> ListRestartsDueAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Query(ListRestartsDueSql, LeaseRow.Read, ("@now", StoredTime.Until(now))).ToImmutableArray(), cancellationToken);

    public Task<ImmutableArray<LeaseLogEntry>> ListEventsAsync(LeaseId id, CancellationToken cancellationToken) =>
        database.ReadAsync(connection => connection.Query(ListLogSql, ReadEntry, ("@lease_id", id.ToString())).ToImmutableArray(), cancellationToken);

    public Task<Reservations> GetReservationsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(ReadReservations, cancellationToken);

    public Task<LeaseCounts> CountAsync(CancellationToken cancellationToken) => database.ReadAsync(ReadCounts, cancellationToken);

    private static Reservations ReadReservations(SqliteConnection connection) => new()
    {
        Leases = [.. connection.Query(ListReservingSql, LeaseRow.Read)],
        LastVmid = MetaTable.Get(connection, MetaTable.LastVmid),
        LastPort = MetaTable.Get(connection, MetaTable.LastPort),
    };

    private static LeaseCounts ReadCounts(SqliteConnection connection)
    {
        var counts = connection
            .Query(CountByStateSql, row => (State: EnumText<LeaseState>.Parse(row.Text("state")), Count: row.SmallNumber("leases")))
            .ToDictionary(row => row.State, row => row.Count);
        return new LeaseCounts(
            counts.GetValueOrDefault(LeaseState.Queued),
            counts.GetValueOrDefault(LeaseState.Provisioning),
            counts.GetValueOrDefault(LeaseState.Active),
            counts.GetValueOrDefault(LeaseState.Locked),
            counts.GetValueOrDefault(LeaseState.Evicting));
    }

    private static DateTimeOffset? ReadMoment(long? stored) => stored is { } at ? StoredTime.Moment(at) : null;

    private static LeaseLogEntry ReadEntry(StoredRow row) => new(
        row.Number("version"),
        row.Moment("at"),
        row.Text("name"),
        EnumText<LeaseState>.Parse(row.Text("state")),
        row.TextOrNone("detail"));
}
