using Microsoft.Data.Sqlite;
using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Linux.Storage;

// Opening: looks first, and writes only once it is known that the file is ours, whole and not too new.
public sealed partial class StoreDatabase
{
    internal const string FileName = "provider.db";

    /// <summary>Opens the store of a data directory, or makes one; one that is damaged is moved aside first. The caller holds the directory's lock.</summary>
    /// <param name="now">Names the damaged one.</param>
    public static StoreOpenResult Open(string dataDirectory, DateTimeOffset now) => Open(dataDirectory, new StoreSchema(SchemaStep.LoadAll()), now);

    /// <summary>True when a data directory keeps a damaged store that a start moved aside.</summary>
    public static bool AnyDamagedIn(string dataDirectory) => StoreFile.AnySetAside(Path.Combine(dataDirectory, FileName));

    internal static StoreOpenResult Open(string dataDirectory, StoreSchema schema, DateTimeOffset now)
    {
        var path = Path.Combine(dataDirectory, FileName);
        var damage = "a start before this one found it damaged";
        try
        {
            var aside = StoreFile.FinishSetAside(path);
            var (result, found) = TryOpen(path, schema);
            if (found is not null)
            {
                damage = found;
                aside = StoreFile.SetAside(path, now);
                result = TryOpen(path, schema).Result ?? new StoreOpenResult.Unusable(StoreFault.DescribeDamage(path, damage));
            }

            if (aside is not null && result is StoreOpenResult.Opened { Database: var fresh })
            {
                fresh.Damage = $"{damage}; it is kept as {aside}";
            }

            return result!; // one of the two was there
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new StoreOpenResult.Unusable(StoreFault.DescribeDamage(path, $"{damage}; {e.Message}"));
        }
    }

    private static (StoreOpenResult? Result, string? Damage) TryOpen(string path, StoreSchema schema)
    {
        SqliteConnection? writer = null;
        try
        {
            if (StoreFile.Prepare(path) is { } fault)
            {
                return (new StoreOpenResult.Unusable(fault), null);
            }

            var connections = new StoreConnections(path);
            writer = connections.OpenWriter();
            var opened = TryOpen(connections, writer, path, schema);
            writer = opened.Result is StoreOpenResult.Opened ? null : writer;
            return opened;
        }
        catch (Exception e) when (StoreFault.IsDamage(e))
        {
            return (null, e.Message);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            return (new StoreOpenResult.Unusable(StoreFault.Describe(path, e)), null);
        }
        finally
        {
            writer?.Dispose();
        }
    }

    private static (StoreOpenResult? Result, string? Damage) TryOpen(StoreConnections connections, SqliteConnection writer, string path, StoreSchema schema)
    {
        if (!StoreSchema.IsOurs(writer))
        {
            return (new StoreOpenResult.Unusable($"{path} is a database of another program; move it out of the way or set another Provider:DataDirectory"), null);
        }

        var version = StoreSchema.ReadVersion(writer);
        var needed = StoreSchema.ReadNeeded(writer, version);
        if (needed > schema.Version)
        {
            return (new StoreOpenResult.TooNew(needed, schema.Version), null);
        }

        if (StoreFile.FindDamage(writer) is { } damage)
        {
            return (null, damage);
        }

        if (StoreConnections.Configure(writer) != "wal")
        {
            return (new StoreOpenResult.Unusable($"{path} is on a file system without shared memory, which the store needs; put Provider:DataDirectory on a local one"), null);
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
        return (new StoreOpenResult.Opened(new StoreDatabase(connections, writer, migration)), null);
#pragma warning restore CA2000
    }
}
