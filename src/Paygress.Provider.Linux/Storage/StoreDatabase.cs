using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Paygress.Provider.Linux.FailPoints;

namespace Paygress.Provider.Linux.Storage;

/// <summary>The open store: one connection writes, one transaction at a time; any number read beside it.</summary>
/// <remarks>SQLite works on the caller's thread; a transaction holds nothing but SQLite work and is short.</remarks>
public sealed partial class StoreDatabase : IDisposable
{
    private readonly StoreConnections _connections;
    private readonly SqliteConnection _writer;
    private readonly SemaphoreSlim _writing = new(1, 1);

    private StoreDatabase(StoreConnections connections, SqliteConnection writer, StoreMigration migration)
    {
        _connections = connections;
        _writer = writer;
        Migration = migration;
        OrphansRemovable = MetaTable.Get(writer, MetaTable.OrphansRemovable) != 0;
        KnownUntil = writer.QueryNumber("SELECT e.at FROM event_order AS o JOIN lease_events AS e ON e.lease_id = o.lease_id AND e.version = o.version ORDER BY o.number DESC LIMIT 1") is { } at ? StoredTime.Moment(at) : null;
    }

    /// <summary>What opening did to the file.</summary>
    public StoreMigration Migration { get; }

    /// <summary>What was wrong with the store before this one, and where it is kept; none when there was none or it was whole.</summary>
    public string? Damage { get; private set; }

    /// <summary>True while this store has seen every lease of this provider: what it does not know may be removed from the host.</summary>
    /// <remarks>False for good when the store was made beside an instance id that existed, as the store before it was lost, or was found to be an older copy.</remarks>
    public bool OrphansRemovable { get; }

    /// <summary>When the last entry was made, as it was opened; none when there was none.</summary>
    public DateTimeOffset? KnownUntil { get; }

    /// <summary>True while no request was ever written down in it.</summary>
    public bool IsUnused => Read(connection => connection.QueryNumber("SELECT 1 FROM leases LIMIT 1")) is null;

    /// <summary>True for what a store throws whose file is broken.</summary>
    public static bool ShowsDamage(Exception failure) => StoreFault.IsDamage(failure);

    /// <summary>Closes the file; what was committed is in it.</summary>
    public void Dispose()
    {
        _connections.Close();
        _writer.Dispose();
        _writing.Dispose();
    }

    /// <summary>Runs one transaction; committed when it returns, rolled back when <paramref name="work"/> throws.</summary>
    /// <exception cref="SqliteException">The disk is full or broken; nothing was changed.</exception>
    /// <param name="name">The caller's own name; it names the fail point.</param>
    internal Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken, [CallerMemberName] string name = "") =>
        WriteAsync(work, _ => { }, cancellationToken, name);

    /// <inheritdoc cref="WriteAsync{T}(Func{SqliteConnection, T}, CancellationToken, string)"/>
    /// <param name="committed">Runs after the commit, before the next transaction.</param>
    internal async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, Action<T> committed, CancellationToken cancellationToken, [CallerMemberName] string name = "")
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var result = WriteLocked(work, name);
            committed(result);
            return result;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Reads one snapshot, on a pool thread: a long list must not hold up its caller.</summary>
    internal Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken) =>
        Task.Run(() => Read(work), cancellationToken);

    /// <summary>Reads one snapshot.</summary>
    internal T Read<T>(Func<SqliteConnection, T> work)
    {
        using var connection = _connections.OpenReader();
        using var transaction = connection.BeginTransaction(deferred: true);
        return work(connection);
    }

    // IMMEDIATE: a transaction that reads first and writes later must not find that another process wrote in between.
    private T WriteLocked<T>(Func<SqliteConnection, T> work, string name)
    {
        var kind = FailPoint.Enter($"books {name}", StoreFault.Inject);
        using var transaction = _writer.BeginTransaction(deferred: false);
        var result = work(_writer);
        transaction.Commit();
        FailPoint.Leave(kind, StoreFault.Inject);
        return result;
    }
}
