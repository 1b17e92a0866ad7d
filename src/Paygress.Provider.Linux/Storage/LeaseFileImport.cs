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

    // SQLITE_CONSTRAINT: another lease holds the number, or made the request.
    private const int Constraint = 19;

    /// <summary>Goes through all files once, before anything is decided about leases. A file that can't be used is told and kept, and nothing unexplained is removed then.</summary>
    public async Task RunAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var path in files.List())
        {
            try
            {
                var read = await LeaseFiles.ReadAsync(path, cancellationToken);
                var (restored, ended) = await database.WriteAsync(connection => Import(connection, read, now), cancellationToken);
                if (restored is { } lease)
                {
                    LeaseRestored(lease.Id, lease.Vmid, lease.State, lease.ExpiresAt);
                }

                if (ended is { } stale)
                {
                    LeaseSuperseded(stale.Id, stale.Vmid, read.Id);
                }
            }

            // Anything else is a fault of the store.
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or SqliteException { SqliteErrorCode: Constraint })
            {
                // What such a lease has on the host would look like a leftover.
                orphans.Forbid();
                LeaseFileNotUsed(path, e.Message);
            }
        }
    }

    /// <summary>Takes down each lease that has no file, as those from before there were any. To be run before anything can move an end.</summary>
    /// <remarks>One that can't be written is found by the audit.</remarks>
    public async Task WriteMissingAsync(CancellationToken cancellationToken)
    {
        var there = files.List().ToHashSet(StringComparer.Ordinal);
        foreach (var lease in database.Read(LeaseTable.ListWithAnEnd).Where(l => !there.Contains(files.PathOf(l.Id))))
        {
            await files.PrepareAsync(lease, cancellationToken);
        }
    }

    // None when the books know as much or more.
    private (Lease? Restored, Lease? Ended) Import(SqliteConnection connection, Lease lease, DateTimeOffset now)
    {
        var known = LeaseTable.Find(connection, lease.Id);
        if (known?.Version >= lease.Version)
        {
            return (null, null);
        }

        var stale = FindStale(connection, lease);
        if (stale is not null)
        {
            SqliteLeaseStore.Apply(connection, stale.Id, _ => new LeaseEvent.ContainerLost(now));
            SqliteLeaseStore.Apply(connection, stale.Id, _ => new LeaseEvent.VerifiedGone(now));
        }

        // Without the fingerprint of its request: the same request_id with any body is then a conflict, never a second lease.
        var stored = known is null ? LeaseTable.Insert(connection, lease with { Version = lease.Version + Lease.RestoredAhead }, ReadOnlyMemory<byte>.Empty) : LeaseTable.Update(connection, lease);
        LeaseTable.AppendEvent(connection, stored, RestoredEvent, "from its own file", now);
        return (stored, stale);
    }

    // A lease that runs has a file: one without was over before another got its number, and the books are a copy from before that.
    private Lease? FindStale(SqliteConnection connection, Lease newer)
    {
        var holder = newer.Vmid is { } vmid ? connection.Query(SqliteLeaseStore.FindByVmidSql, LeaseRow.Read, ("@vmid", vmid.Value)).SingleOrDefault() : null;
        return holder is { State: LeaseState.Active or LeaseState.Locked or LeaseState.Evicting } && holder.Id != newer.Id && !File.Exists(files.PathOf(holder.Id)) ? holder : null;
    }

    [LoggerMessage(EventIds.LeaseRestored, LogLevel.Warning, "Lease {LeaseId} ({Vmid}) was not in the books as its own file has it; it is restored: {State}, ends at {ExpiresAt:O}")]
    private partial void LeaseRestored(LeaseId leaseId, Vmid? vmid, LeaseState state, DateTimeOffset? expiresAt);

    [LoggerMessage(EventIds.LeaseSuperseded, LogLevel.Warning, "Lease {LeaseId} ({Vmid}) runs by the books and has no file, and lease {NewerLeaseId} has its number: it was over before that one came, and is ended in the books")]
    private partial void LeaseSuperseded(LeaseId leaseId, Vmid? vmid, LeaseId newerLeaseId);

    [LoggerMessage(EventIds.LeaseFileNotUsed, LogLevel.Error, "{Path} can't be used to restore a lease and is kept: {Reason}")]
    private partial void LeaseFileNotUsed(string path, string reason);
}
