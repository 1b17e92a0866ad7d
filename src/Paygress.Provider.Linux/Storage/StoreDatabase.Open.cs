using Microsoft.Data.Sqlite;
using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Linux.Storage;

// Opening: looks first, and writes only once it is known that the file is ours, whole and not too new.
public sealed partial class StoreDatabase
{
    internal const string FileName = "provider.db";

    /// <summary>Opens the store of a data directory, or makes one. The caller holds the directory's lock.</summary>
    public static StoreOpenResult Open(string dataDirectory) => Open(dataDirectory, new StoreSchema(SchemaStep.LoadAll()));

    internal static StoreOpenResult Open(string dataDirectory, StoreSchema schema)
    {
        var path = Path.Combine(dataDirectory, FileName);
        SqliteConnection? writer = null;
        try
        {
            if (StoreFile.Prepare(path) is { } fault)
            {
                return new StoreOpenResult.Unusable(fault);
            }

            var connections = new StoreConnections(path);
            writer = connections.OpenWriter();
            var result = Open(connections, writer, path, schema);
            writer = result is StoreOpenResult.Opened ? null : writer;
            return result;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            return new StoreOpenResult.Unusable(StoreFault.Describe(path, e));
        }
        finally
        {
            writer?.Dispose();
        }
    }

    private static StoreOpenResult Open(StoreConnections connections, SqliteConnection writer, string path, StoreSchema schema)
    {
        if (!StoreSchema.IsOurs(writer))
        {
            return new StoreOpenResult.Unusable($"{path} is a database of another program; move it out of the way or set another Provider:DataDirectory");
        }

        var version = StoreSchema.ReadVersion(writer);
        var needed = StoreSchema.ReadNeeded(writer, version);
        if (needed > schema.Version)
        {
            return new StoreOpenResult.TooNew(needed, schema.Version);
        }

        if (StoreFile.FindDamage(writer) is { } damage)
        {
            return new StoreOpenResult.Unusable(StoreFault.DescribeDamage(path, damage));
        }

        if (StoreConnections.Configure(writer) != "wal")
        {
            return new StoreOpenResult.Unusable($"{path} is on a file system without shared memory, which the store needs; put Provider:DataDirectory on a local one");
        }

        if (version > 0 && version < schema.Version)
        {
            StoreFile.Copy(writer, path, version);
        }

        var directory = Path.GetDirectoryName(path)!; // the path was made from a directory
        DurableFile.RemoveLeftovers(directory);
        var isFirst = !InstanceIdentity.ExistsIn(directory);
        var migration = schema.Migrate(writer, orphansRemovable: isFirst);
#pragma warning disable CA2000 // The caller owns what the result carries.
        return new StoreOpenResult.Opened(new StoreDatabase(connections, writer, migration));
#pragma warning restore CA2000
    }
}
