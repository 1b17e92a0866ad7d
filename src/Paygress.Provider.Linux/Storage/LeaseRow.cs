using System.Collections.Immutable;
using System.Text.Json;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Text;

namespace Paygress.Provider.Linux.Storage;

/// <summary>A lease as a row of <c>leases</c>.</summary>
internal static class LeaseRow
{
    /// <summary>What <see cref="Read"/> needs.</summary>
    public const string Columns = """
        lease_id, request_id, owner, workload, duration_ms, created_at, state, version, vmid, ports, image_id, container_id, container_ip,
        started_at, expires_at, ended_at, end_reason, code, last_error, restarts, completed, restart_at,
        eviction_attempts, next_eviction_at, hold_until, extensions, exited_at, outage_since, outage_held_ms, outage_credit_ms,
        held, confirmed_by, confirmed_for_ms, image_digest
        """;

    /// <summary>The names in <see cref="Columns"/>.</summary>
    public static readonly ImmutableArray<string> ColumnNames = [.. Columns.Split(',', StringSplitOptions.TrimEntries)];

    /// <summary>The parameters whose values are JSON texts.</summary>
    public static readonly ImmutableArray<string> JsonColumns = ["@workload", "@ports", "@extensions"];

    public static Lease Read(StoredRow row) => new()
    {
        Id = StoredId.Lease(row.Text("lease_id")),
        RequestId = StoredId.Request(row.Text("request_id")),
        Owner = StoredId.Owner(row.Text("owner")),
        Workload = ReadWorkload(row),
        Duration = StoredTime.Duration(row.Number("duration_ms")),
        CreatedAt = row.Moment("created_at"),
        State = EnumText<LeaseState>.Parse(row.Text("state")),
        Version = row.Number("version"),
        Vmid = row.SmallNumberOrNone("vmid") is { } vmid ? new Vmid(vmid) : null,
        Ports = ReadPorts(row),
        ImageId = row.TextOrNone("image_id"),
        ImageDigest = row.TextOrNone("image_digest"),
        ContainerId = row.TextOrNone("container_id"),
        ContainerIp = row.TextOrNone("container_ip"),
        StartedAt = row.MomentOrNone("started_at"),
        ExpiresAt = row.MomentOrNone("expires_at"),
        EndedAt = row.MomentOrNone("ended_at"),
        EndReason = row.TextOrNone("end_reason") is { } reason ? EnumText<EndReason>.Parse(reason) : null,
        Code = row.TextOrNone("code"),
        LastError = row.TextOrNone("last_error"),
        Restarts = row.SmallNumber("restarts"),
        Completed = row.Flag("completed"),
        RestartAt = row.MomentOrNone("restart_at"),
        EvictionAttempts = row.SmallNumber("eviction_attempts"),
        NextEvictionAt = row.MomentOrNone("next_eviction_at"),
        HoldUntil = row.MomentOrNone("hold_until"),
        Extensions = ReadExtensions(row),
        ExitedAt = row.MomentOrNone("exited_at"),
        Outage = row.MomentOrNone("outage_since") is { } since ? new Outage(since, StoredTime.Duration(row.Number("outage_held_ms"))) : null,
        OutageCredit = StoredTime.Duration(row.Number("outage_credit_ms")),
        Held = row.NumberOrNone("held") is not null,
        Confirmation = ReadConfirmation(row),
    };

    /// <summary>A parameter for every column of the table but <c>fingerprint</c>, which is no part of a lease.</summary>
    public static (string Name, object? Value)[] Parameters(Lease lease) =>
    [
        ("@lease_id", lease.Id.ToString()),
        ("@request_id", lease.RequestId.Value),
        ("@owner", lease.Owner.Value),
        ("@workload", JsonSerializer.Serialize(StoredWorkload.From(lease.Workload), StorageJsonContext.Default.StoredWorkload)),
        ("@duration_ms", StoredTime.Of(lease.Duration)),
        ("@created_at", StoredTime.Of(lease.CreatedAt)),
        ("@state", EnumText<LeaseState>.Of(lease.State)),
        ("@version", lease.Version),
        ("@vmid", lease.Vmid?.Value),
        ("@ports", JsonSerializer.Serialize([.. lease.Ports.Select(StoredPort.From)], StorageJsonContext.Default.ImmutableArrayStoredPort)),
        ("@image_id", lease.ImageId),
        ("@container_id", lease.ContainerId),
        ("@container_ip", lease.ContainerIp),
        ("@started_at", Stored(lease.StartedAt)),
        ("@expires_at", Stored(lease.ExpiresAt)),
        ("@ended_at", Stored(lease.EndedAt)),
        ("@end_reason", lease.EndReason is { } reason ? EnumText<EndReason>.Of(reason) : null),
        ("@code", lease.Code),
        ("@last_error", lease.LastError),
        ("@restarts", lease.Restarts),
        ("@completed", lease.Completed ? 1 : 0),
        ("@restart_at", Stored(lease.RestartAt)),
        ("@eviction_attempts", lease.EvictionAttempts),
        ("@next_eviction_at", Stored(lease.NextEvictionAt)),
        ("@hold_until", Stored(lease.HoldUntil)),
        ("@extensions", JsonSerializer.Serialize([.. lease.Extensions.Select(StoredExtension.From)], StorageJsonContext.Default.ImmutableArrayStoredExtension)),
        ("@exited_at", Stored(lease.ExitedAt)),
        ("@outage_since", Stored(lease.Outage?.Since)),
        ("@outage_held_ms", StoredTime.Of(lease.Outage?.Held ?? TimeSpan.Zero)),
        ("@outage_credit_ms", StoredTime.Of(lease.OutageCredit)),
        ("@held", lease.Held ? 1 : null), // none in files from before there was such a column
        ("@confirmed_by", lease.Confirmation?.RequestId.Value),
        ("@confirmed_for_ms", lease.Confirmation?.For is { } time ? StoredTime.Of(time) : null),
        ("@image_digest", lease.ImageDigest),
    ];

    private static long? Stored(DateTimeOffset? moment) => moment is { } known ? StoredTime.Of(known) : null;

    private static Core.Workloads.Workload ReadWorkload(StoredRow row) =>
        StoredPart.Of(JsonSerializer.Deserialize(row.Text("workload"), StorageJsonContext.Default.StoredWorkload)).ToWorkload();

    private static ImmutableArray<LeasePort> ReadPorts(StoredRow row) =>
        [.. JsonSerializer.Deserialize(row.Text("ports"), StorageJsonContext.Default.ImmutableArrayStoredPort).Select(port => StoredPart.Of(port).ToLeasePort())];

    private static LeaseConfirmation? ReadConfirmation(StoredRow row) => row.TextOrNone("confirmed_by") is { } id
        ? new LeaseConfirmation(StoredId.Request(id), row.NumberOrNone("confirmed_for_ms") is { } time ? StoredTime.Duration(time) : null)
        : null;

    private static ImmutableArray<LeaseExtension> ReadExtensions(StoredRow row) =>
        [.. JsonSerializer.Deserialize(row.Text("extensions"), StorageJsonContext.Default.ImmutableArrayStoredExtension).Select(extension => StoredPart.Of(extension).ToExtension())];
}
