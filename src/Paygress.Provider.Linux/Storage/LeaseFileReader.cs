using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Text;

namespace Paygress.Provider.Linux.Storage;

/// <summary>Reads a lease back out of its file, column by column as the books would give it.</summary>
/// <remarks>In a database of its own, in memory: what fails here is the file's fault, never the store's.</remarks>
internal static class LeaseFileReader
{
    private static readonly string ReadSql = "SELECT " + string.Join(", ", LeaseRow.ColumnNames.Select(name => $"@{name} AS {name}"));

    /// <summary>The lease that runs.</summary>
    /// <exception cref="InvalidDataException">It is no such file, or not all in it is as it would be written.</exception>
    public static Lease Read(ReadOnlyMemory<byte> content)
    {
        try
        {
            return ReadColumns(LeaseFileFormat.Read(content).AsSpan());
        }

        // A column that is missing, of the wrong kind or out of its range; a text that is no Unicode.
        catch (Exception e) when (e is InvalidDataException or JsonException or FormatException or InvalidCastException or InvalidOperationException or ArgumentException or OverflowException or SqliteException)
        {
            // It is told in the journal, where a whole file has no place.
            throw new InvalidDataException(Excerpt.Of(e.Message), e);
        }
    }

    private static Lease ReadColumns(ReadOnlySpan<(string Name, object? Value)> columns)
    {
        using var memory = new SqliteConnection("Data Source=:memory:;Pooling=False");
        memory.Open();
        var lease = memory.Query(ReadSql, LeaseRow.Read, columns).Single();
        if (FindGarbled(lease, columns) is { } name)
        {
            throw new InvalidDataException($"{name[1..]} does not hold what it should");
        }

        return lease.IsReserving ? lease : throw new InvalidDataException($"a lease that is {lease.State} needs no file");
    }

    // SQLite reads a number out of any text; what is read must be what would be written, but for what a later version adds.
    private static string? FindGarbled(Lease lease, ReadOnlySpan<(string Name, object? Value)> columns)
    {
        foreach (var (expected, given) in LeaseRow.Parameters(lease).Zip(columns.ToArray()))
        {
            if (expected.Name != given.Name || !(IsSameText(expected.Value, given.Value) || IsOfALaterVersion(expected, given.Value)))
            {
                return given.Name;
            }
        }

        return null;
    }

    private static bool IsSameText(object? one, object? other) => string.Equals(Text(one), Text(other), StringComparison.Ordinal);

    private static bool IsOfALaterVersion((string Name, object? Value) expected, object? given) =>
        LeaseRow.JsonColumns.Contains(expected.Name) && expected.Value is string written && given is string text && StoredJson.Covers(text, written);

    private static string? Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture);
}
