using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Reconciliation;

namespace Paygress.Provider.Linux.Storage;

/// <summary>Brings into the books what only the leases' own files know: after a loss of the store, a restore of an old one, or a crash between file and books.</summary>
public sealed partial class LeaseFileImport(StoreDatabase database, LeaseFiles files, OrphanPolicy orphans, ILogger<LeaseFileImport> logger)
{
    private const string RestoredEvent = "Restored";

    // SQLITE_CONSTRAINT: a column is missing, or another lease holds the number.
    private const int Constraint = 19;

    private static readonly string ReadSql = "SELECT " + string.Join(", ", LeaseRow.ColumnNames.Select(name => $"@{name} AS {name}"));

    /// <summary>Goes through all files once, before anything is decided about leases. A file that can't be used is told and kept, and nothing unexplained is removed then.</summary>
    public async Task RunAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var path in files.List())
        {
            try
            {
                var columns = LeaseFileFormat.Read(await File.ReadAllBytesAsync(path, cancellationToken));
                if (await database.WriteAsync(connection => Import(connection, columns.AsSpan(), now), cancellationToken) is { } lease)
                {
                    LeaseRestored(lease.Id, lease.Vmid, lease.State, lease.ExpiresAt);
                }
            }
            catch (Exception e) when (IsFaultOfTheFile(e))
            {
                // What such a lease has on the host would look like a leftover.
                orphans.Forbid();
                LeaseFileNotUsed(path, e.Message);
            }
        }
    }

    // A column of the wrong kind, out of its range, or missing; anything else is a fault of the store.
    private static bool IsFaultOfTheFile(Exception e) => e is IOException or UnauthorizedAccessException or JsonException or InvalidDataException
        or FormatException or InvalidCastException or InvalidOperationException or ArgumentException or OverflowException or SqliteException { SqliteErrorCode: Constraint };

    // None when the books know as much or more.
    private static Lease? Import(SqliteConnection connection, ReadOnlySpan<(string Name, object? Value)> columns, DateTimeOffset now)
    {
        var lease = connection.Query(ReadSql, LeaseRow.Read, columns).Single();
        if (FindGarbled(lease, columns) is { } name)
        {
            throw new InvalidDataException($"{name[1..]} does not hold what it should");
        }

        if (!lease.IsReserving)
        {
            throw new InvalidDataException($"a lease that is {lease.State} needs no file");
        }

        var known = LeaseTable.Find(connection, lease.Id);
        if (known?.Version >= lease.Version)
        {
            return null;
        }

        // Without the fingerprint of its request: the same request_id with any body is then a conflict, never a second lease.
        var stored = known is null ? LeaseTable.Insert(connection, lease, ReadOnlyMemory<byte>.Empty) : LeaseTable.Update(connection, lease);
        LeaseTable.AppendEvent(connection, stored, RestoredEvent, "from its own file", now);
        return stored;
    }

    // SQLite reads a number out of any text; what is read must be what would be written.
    private static string? FindGarbled(Lease lease, ReadOnlySpan<(string Name, object? Value)> columns)
    {
        foreach (var (expected, given) in LeaseRow.Parameters(lease).Zip(columns.ToArray()))
        {
            if (expected.Name != given.Name || !string.Equals(Text(expected.Value), Text(given.Value), StringComparison.Ordinal))
            {
                return given.Name;
            }
        }

        return null;
    }

    private static string? Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture);

    [LoggerMessage(EventIds.LeaseRestored, LogLevel.Warning, "Lease {LeaseId} ({Vmid}) was not in the books as its own file has it; it is restored: {State}, ends at {ExpiresAt:O}")]
    private partial void LeaseRestored(LeaseId leaseId, Vmid? vmid, LeaseState state, DateTimeOffset? expiresAt);

    [LoggerMessage(EventIds.LeaseFileNotUsed, LogLevel.Error, "{Path} can't be used to restore a lease and is kept: {Reason}")]
    private partial void LeaseFileNotUsed(string path, string reason);
}
