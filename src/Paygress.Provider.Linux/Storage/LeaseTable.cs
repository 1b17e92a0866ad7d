using Microsoft.Data.Sqlite;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Text;

namespace Paygress.Provider.Linux.Storage;

/// <summary>The steps that the lease store and the spawn queue share; each runs inside the caller's transaction.</summary>
internal static class LeaseTable
{
    public static Lease? Find(SqliteConnection connection, LeaseId id) => connection.Query(
        $"""
        SELECT {LeaseRow.Columns} FROM leases WHERE lease_id = @lease_id
        """,
        LeaseRow.Read,
        ("@lease_id", id.ToString())).SingleOrDefault();

    public static Lease? Find(SqliteConnection connection, RequestId requestId) => connection.Query(
        $"""
        SELECT {LeaseRow.Columns} FROM leases WHERE request_id = @request_id
        """,
        LeaseRow.Read,
        ("@request_id", requestId.Value)).SingleOrDefault();

    /// <summary>Gives the lease as it is stored, times rounded.</summary>
    public static Lease Insert(SqliteConnection connection, Lease lease, ReadOnlyMemory<byte> fingerprint) => connection.Query(
        $"""
        INSERT INTO leases ({LeaseRow.Columns}, fingerprint)
        VALUES (
            @lease_id, @request_id, @owner, @workload, @duration_ms, @created_at, @state, @version, @vmid, @ports, @image_id, @container_id, @container_ip,
            @started_at, @expires_at, @ended_at, @end_reason, @code, @last_error, @restarts, @completed, @restart_at,
            @eviction_attempts, @next_eviction_at, @hold_until, @extensions, @exited_at, @outage_since, @outage_held_ms, @outage_credit_ms,
            @held, @confirmed_by, @confirmed_for_ms, @image_digest, @fingerprint)
        RETURNING {LeaseRow.Columns}
        """,
        LeaseRow.Read,
        [.. LeaseRow.Parameters(lease), ("@fingerprint", fingerprint.ToArray())]).Single();

    /// <summary>Stores over an older version; gives the lease as it is stored, times rounded.</summary>
    /// <remarks>A newer version can't be there inside one transaction; if it is, no row comes back and that is a bug.</remarks>
    public static Lease Update(SqliteConnection connection, Lease lease) => connection.Query(
        $"""
        UPDATE leases SET
            owner = @owner, workload = @workload, duration_ms = @duration_ms, state = @state, version = @version, vmid = @vmid, ports = @ports,
            image_id = @image_id, container_id = @container_id, container_ip = @container_ip,
            started_at = @started_at, expires_at = @expires_at, ended_at = @ended_at,
            end_reason = @end_reason, code = @code, last_error = @last_error,
            restarts = @restarts, completed = @completed, restart_at = @restart_at,
            eviction_attempts = @eviction_attempts, next_eviction_at = @next_eviction_at, hold_until = @hold_until,
            extensions = @extensions, exited_at = @exited_at,
            outage_since = @outage_since, outage_held_ms = @outage_held_ms, outage_credit_ms = @outage_credit_ms,
            held = @held, confirmed_by = @confirmed_by, confirmed_for_ms = @confirmed_for_ms, image_digest = @image_digest
        WHERE lease_id = @lease_id AND version < @version
        RETURNING {LeaseRow.Columns}
        """,
        LeaseRow.Read,
        LeaseRow.Parameters(lease)).Single();

    /// <summary>The leases that run until an end.</summary>
    public static List<Lease> ListWithAnEnd(SqliteConnection connection) => connection.Query(
        $"""
        SELECT {LeaseRow.Columns} FROM leases WHERE state IN ('active', 'locked')
        """,
        LeaseRow.Read);

    public static void AppendEvent(SqliteConnection connection, Lease lease, string name, string? detail, DateTimeOffset at) => connection.Execute(
        """
        INSERT INTO lease_events (lease_id, version, at, name, state, detail)
        VALUES (@lease_id, @version, @at, @name, @state, @detail)
        """,
        ("@lease_id", lease.Id.ToString()),
        ("@version", lease.Version),
        ("@at", StoredTime.Of(at)),
        ("@name", name),
        ("@state", EnumText<LeaseState>.Of(lease.State)),
        ("@detail", detail));
}
