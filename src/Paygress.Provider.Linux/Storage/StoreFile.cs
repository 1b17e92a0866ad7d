using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Paygress.Provider.Linux.FailPoints;
using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Linux.Storage;

/// <summary>The store as a file: made with the right mode, looked through, copied.</summary>
internal static class StoreFile
{
    private const string SetAsideMark = ".damaged-";

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
        var aside = string.Create(CultureInfo.InvariantCulture, $"{path}{SetAsideMark}{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");

        // Written down first: a crash in between must not part the store from its journal, which a new store would take for its own.
        DurableFile.Write(HostEffect.SetStoreAside, NoteOf(path), Encoding.UTF8.GetBytes(aside), DurableFile.OwnerOnly);
        try
        {
            Move(path, aside, "", "-wal", "-shm");
        }
        catch when (File.Exists(path))
        {
            // Nothing was moved, and whoever puts a good one there by hand must not lose it.
            Forget(path);
            throw;
        }

        Forget(path);
        return aside;
    }

    /// <summary>Ends what a crash left half done of <see cref="SetAside"/>; gives where the damaged store is, none when there was nothing to end.</summary>
    public static string? FinishSetAside(string path)
    {
        if (!File.Exists(NoteOf(path)))
        {
            return null;
        }

        // Before the store was moved nothing was: it is looked at again as if for the first time.
        var aside = File.ReadAllText(NoteOf(path));
        var isMoved = File.Exists(aside);
        if (isMoved)
        {
            Move(path, aside, "-wal", "-shm");
        }

        Forget(path);
        return isMoved ? aside : null;
    }

    /// <summary>True where a damaged store was moved out of the way before and is kept.</summary>
    public static bool AnySetAside(string path) => Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + SetAsideMark + "*").Any(); // the path was made from a directory

    private static string NoteOf(string path) => path + ".setting-aside";

    private static void Move(string path, string aside, params ReadOnlySpan<string> suffixes)
    {
        foreach (var suffix in suffixes)
        {
            if (File.Exists(path + suffix))
            {
                HostFiles.Rename(HostEffect.SetStoreAside, path + suffix, aside + suffix);
            }
        }

        DurableFile.SyncDirectory(Path.GetDirectoryName(path)!); // the path was made from a directory
    }

    private static void Forget(string path)
    {
        HostFiles.Delete(HostEffect.SetStoreAside, NoteOf(path));
        DurableFile.SyncDirectory(Path.GetDirectoryName(path)!); // the path was made from a directory
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
