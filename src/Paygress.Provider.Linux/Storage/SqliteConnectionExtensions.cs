using Microsoft.Data.Sqlite;

namespace Paygress.Provider.Linux.Storage;

/// <summary>Short ways to run one statement with its parameters.</summary>
internal static class SqliteConnectionExtensions
{
    /// <summary>Runs a statement; gives the number of rows it changed.</summary>
    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>Gives the number in the first column of the first row; none when there is no row or it is null.</summary>
    public static long? QueryNumber(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteScalar() as long?;
    }

    /// <summary>Gives the text in the first column of the first row; none when there is no row or it is null.</summary>
    public static string? QueryText(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteScalar() as string;
    }

    /// <summary>Reads every row.</summary>
    public static List<T> Query<T>(this SqliteConnection connection, string sql, Func<StoredRow, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(new StoredRow(reader)));
        }

        return rows;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
