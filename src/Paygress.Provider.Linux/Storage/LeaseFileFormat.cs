using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Storage;

/// <summary>A lease as a file of its own: the row of the books, column by column, so that a new column is in it by itself.</summary>
internal static class LeaseFileFormat
{
    private const int Version = 1;

    // A row with forty extensions has about 5 KB.
    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    public static byte[] Write(Lease lease)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartObject("lease");
            foreach (var (name, value) in LeaseRow.Parameters(lease))
            {
                WriteColumn(json, name[1..], value); // without SQLite's @
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>The columns as parameters; what is missing is null, and what this version does not know is passed over.</summary>
    /// <exception cref="JsonException">It is not such a file.</exception>
    public static ImmutableArray<(string Name, object? Value)> Read(ReadOnlyMemory<byte> content)
    {
        using var document = JsonDocument.Parse(content, Bounded);
        if (document.RootElement is not { ValueKind: JsonValueKind.Object } root
            || !root.TryGetProperty("version", out var format) || format.ValueKind is not JsonValueKind.Number || !format.TryGetInt32(out var version))
        {
            throw new JsonException("it is not the file of a lease");
        }

        if (version != Version)
        {
            throw new JsonException($"it is of format {version}, and this provider knows {Version} alone");
        }

        if (!root.TryGetProperty("lease", out var lease) || lease.ValueKind is not JsonValueKind.Object)
        {
            throw new JsonException("it holds no lease");
        }

        return [.. LeaseRow.ColumnNames.Select(name => ("@" + name, lease.TryGetProperty(name, out var value) ? ReadColumn(name, value) : null))];
    }

    private static void WriteColumn(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case string text:
                json.WriteString(name, text);
                break;
            default:
                json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static object? ReadColumn(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number when value.TryGetInt64(out var number) => number,
        _ => throw new JsonException($"{name} is neither a text nor a whole number"),
    };
}
