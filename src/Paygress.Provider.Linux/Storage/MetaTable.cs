using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Paygress.Provider.Linux.Storage;

/// <summary>The few numbers that are about the store as a whole.</summary>
internal static class MetaTable
{
    public const string MinReaderVersion = "min_reader_version";
    public const string OrphansRemovable = "orphans_removable";
    public const string LastVmid = "last_vmid";
    public const string LastPort = "last_port";
    public const string Draining = "draining";

    /// <summary>Gives 0 for a key that was never set.</summary>
    public static int Get(SqliteConnection connection, string key)
    {
        var text = connection.QueryText(
            """
            SELECT value FROM meta WHERE key = @key
            """,
            ("@key", key));
        return text is null ? 0 : int.Parse(text, CultureInfo.InvariantCulture);
    }

    public static void Set(SqliteConnection connection, string key, int value) => connection.Execute(
        """
        INSERT INTO meta (key, value) VALUES (@key, @value)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value
        """,
        ("@key", key),
        ("@value", value.ToString(CultureInfo.InvariantCulture)));
}
