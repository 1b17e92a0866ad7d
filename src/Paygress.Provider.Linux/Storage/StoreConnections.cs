using Microsoft.Data.Sqlite;

namespace Paygress.Provider.Linux.Storage;

/// <summary>Opens connections to one store file: one that writes and is held, and pooled ones that read.</summary>
internal sealed class StoreConnections(string path)
{
    private const int BusyTimeoutSeconds = 5;

    private readonly string _reading = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadOnly,
        DefaultTimeout = BusyTimeoutSeconds,
    }.ToString();

    private readonly string _writing = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadWrite,
        DefaultTimeout = BusyTimeoutSeconds,
        ForeignKeys = true,
        Pooling = false,
    }.ToString();

    /// <summary>Opens for writing; touches nothing in the file yet.</summary>
    public SqliteConnection OpenWriter() => Open(_writing);

    /// <summary>Takes a reading connection out of the pool; disposing puts it back.</summary>
    public SqliteConnection OpenReader() => Open(_reading);

    /// <summary>Closes the readers that wait in the pool.</summary>
    public void Close()
    {
        using var connection = new SqliteConnection(_reading);
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>Sets up the writing connection; gives the journal mode that SQLite settled for.</summary>
    public static string? Configure(SqliteConnection connection)
    {
        var mode = connection.QueryText("PRAGMA journal_mode = WAL");
        connection.Execute(
            $"""
            PRAGMA synchronous = FULL;
            PRAGMA busy_timeout = {BusyTimeoutSeconds}000;
            PRAGMA journal_size_limit = 16777216
            """);
        return mode;
    }

    private static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
