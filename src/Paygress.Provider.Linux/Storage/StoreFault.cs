using Microsoft.Data.Sqlite;
using Paygress.Provider.Linux.FailPoints;

namespace Paygress.Provider.Linux.Storage;

/// <summary>Says what a failure to open the store means for the operator.</summary>
internal static class StoreFault
{
    // https://www.sqlite.org/rescode.html
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>True when the file itself is broken. A disk that fails, is full or is not ours to write says nothing about the file.</summary>
    public static bool IsDamage(Exception failure) => failure is SqliteException { SqliteErrorCode: Corrupt or NotADatabase };

    public static string Describe(string path, Exception failure) => failure switch
    {
        SqliteException { SqliteErrorCode: Corrupt or NotADatabase } e => DescribeDamage(path, e.Message),
        SqliteException { SqliteErrorCode: ReadOnly or CannotOpen } => $"{path} can't be opened for writing; check that the directory and the files {Path.GetFileName(path)}* belong to the provider's user and the file system is not read-only",
        SqliteException { SqliteErrorCode: Full } => $"{path} can't be written: the disk is full; make room and start again",
        SqliteException { SqliteErrorCode: Busy or Locked } => $"{path} is in use by another program; end it and start again",
        SqliteException { SqliteErrorCode: InputOutput } e => $"{path} can't be read or written: {e.Message}; nothing was changed. Look for errors of the disk (dmesg, smartctl), mend them and start again",
        SqliteException e => $"{path} can't be read or written: {e.Message}",
        _ => $"{path} can't be opened: {failure.Message}",
    };

    /// <summary>What SQLite throws, for a fail point.</summary>
    public static Exception Inject(FailKind kind) => kind is FailKind.DiskFull
        ? new SqliteException("SQLite Error 13: 'database or disk is full (fail point)'.", Full)
        : new SqliteException("SQLite Error 10: 'disk I/O error (fail point)'.", InputOutput);

    public static string DescribeDamage(string path, string finding) =>
        $"{path} is damaged ({finding}) and could not be moved out of the way. Move it and its -wal and -shm away; leases are then restored from their own files";
}
