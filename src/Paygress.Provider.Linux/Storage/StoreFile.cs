using System.Globalization;
using Microsoft.Data.Sqlite;
using Paygress.Provider.Linux.FailPoints;
using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Linux.Storage;

/// <summary>The store as a file: made with the right mode, looked through, copied.</summary>
internal static class StoreFile
{
    /// <summary>Makes an empty file where there is none, before SQLite would with a wider mode; gives what stands against it.</summary>
    public static string? Prepare(string path)
    {
        var file = new FileInfo(path);
        var journal = new FileInfo(path + "-wal");
        if (journal is { Exists: true, Length: > 0 } && file is not { Exists: true, Length: > 0 })
        {
            // SQLite would throw the journal away, and it may hold the only copy.
            return $"{path} is missing or empty, but its journal {journal.Name} is not; bring both back from a backup, or move the journal away to begin anew";
        }

        if (!file.Exists)
        {
            DurableFile.Write(HostEffect.MakeStore, path, ReadOnlyMemory<byte>.Empty, DurableFile.OwnerOnly);
        }

        return null;
    }

    /// <summary>Moves a damaged store with its journal out of the way, whole; gives where it is now.</summary>
    public static string SetAside(string path, DateTimeOffset now)
    {
        var aside = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            if (File.Exists(path + suffix))
            {
                HostFiles.Rename(HostEffect.SetStoreAside, path + suffix, aside + suffix);
            }
        }

        DurableFile.SyncDirectory(Path.GetDirectoryName(path)!); // the path was made from a directory
        return aside;
    }

    /// <summary>Reads every page; gives the first thing that is wrong.</summary>
    public static string? FindDamage(SqliteConnection connection)
    {
        var finding = connection.QueryText("PRAGMA quick_check(1)");
        return finding == "ok" ? null : finding;
    }

    /// <summary>Copies the store as it is before a change of its schema; a copy made by a try before is replaced.</summary>
    public static void Copy(SqliteConnection connection, string path, int version)
    {
        var copy = string.Create(CultureInfo.InvariantCulture, $"{path}.v{version}.bak");
        var temporary = copy + ".tmp";
        HostFiles.Delete(HostEffect.CopyStore, temporary);
        DurableFile.Write(HostEffect.CopyStore, temporary, ReadOnlyMemory<byte>.Empty, DurableFile.OwnerOnly);
        connection.Execute("VACUUM INTO @temporary", ("@temporary", temporary));
        DurableFile.SyncContent(temporary); // VACUUM INTO leaves that to the system
        DurableFile.Publish(HostEffect.CopyStore, temporary, copy);
    }
}
