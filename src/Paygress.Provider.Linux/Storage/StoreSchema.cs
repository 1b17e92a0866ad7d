using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Paygress.Provider.Linux.Storage;

/// <summary>The version of a store file, and the way from one to the next.</summary>
internal sealed class StoreSchema(ImmutableArray<SchemaStep> steps)
{
    // "payg": tells our file from any other SQLite file.
    private const int ApplicationId = 0x70617967;

    /// <summary>The version that this program writes.</summary>
    public int Version => steps[^1].Version;

    /// <summary>Reads the version of a file; 0 when it is empty.</summary>
    public static int ReadVersion(SqliteConnection connection) => (int)(connection.QueryNumber("PRAGMA user_version") ?? 0);

    /// <summary>True for a file of ours, and for an empty one.</summary>
    public static bool IsOurs(SqliteConnection connection) =>
        connection.QueryNumber("PRAGMA application_id") == ApplicationId || connection.QueryNumber("SELECT count(*) FROM sqlite_schema") == 0;

    /// <summary>The least version that a program must know to read this file.</summary>
    public static int ReadNeeded(SqliteConnection connection, int version) =>
        version == 0 ? 0 : MetaTable.Get(connection, MetaTable.MinReaderVersion);

    /// <summary>Takes the missing steps, all in one transaction. A file from a newer program is left as it is.</summary>
    /// <param name="orphansRemovable">Kept in a store that is new.</param>
    public StoreMigration Migrate(SqliteConnection connection, bool orphansRemovable)
    {
        // Begun even when nothing is missing: it proves that the file can be written.
        using var transaction = connection.BeginTransaction(deferred: false);
        var from = ReadVersion(connection);
        foreach (var step in steps.Where(step => step.Version > from))
        {
            connection.Execute(step.Sql);
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {step.Version}"));
        }

        if (from == 0)
        {
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
            MetaTable.Set(connection, MetaTable.OrphansRemovable, orphansRemovable ? 1 : 0);
        }

        transaction.Commit();
        return new StoreMigration(from, Math.Max(from, Version));
    }
}
