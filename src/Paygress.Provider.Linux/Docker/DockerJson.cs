using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Reads what docker prints with <c>--format</c>: one JSON value a line.</summary>
internal static class DockerJson
{
    /// <summary>Reads every line; false when one is not what it should be, because half an answer is none.</summary>
    public static bool TryReadLines<T>(string text, JsonTypeInfo<T> type, out ImmutableArray<T> values)
        where T : class
    {
        var read = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => TryRead(line, type))
            .ToArray();
        values = [.. read.OfType<T>()];
        return values.Length == read.Length;
    }

    /// <summary>Reads one value; none when it is not what it should be.</summary>
    public static T? TryRead<T>(string line, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a time of docker's; none when it is unreadable or Go's zero time, which stands for "never".</summary>
    public static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        && time.Year > 1
            ? time
            : null;
}
