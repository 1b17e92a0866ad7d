using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Paygress.Provider.Core.Stories;

namespace Paygress.Provider.Linux.Journal;

/// <summary>One line of <c>journalctl --output=json</c>. A field that is no text is a list of bytes, one that is too long is null.</summary>
internal sealed record JournalctlEntry(
    [property: JsonPropertyName("__REALTIME_TIMESTAMP")] string? Microseconds,
    [property: JsonPropertyName("PRIORITY")] JsonElement Priority,
    [property: JsonPropertyName("MESSAGE")] JsonElement Message,
    [property: JsonPropertyName("PAYGRESS_EVENT")] JsonElement Event)
{
    private const int Information = 6;

    // The year 9999, in microseconds: what is later can't be a time.
    private const long Latest = 253_402_300_799_000_000;

    /// <summary>Reads every line that is one; the journal is read for people, so what can't be read is left out.</summary>
    public static IEnumerable<JournalEntry> ReadLines(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read).OfType<JournalEntry>();

    private static JournalEntry? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, JournalJsonContext.Default.JournalctlEntry)?.ToEntry();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private JournalEntry? ToEntry()
    {
        var known = long.TryParse(Microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time) && time <= Latest;
        var priority = int.TryParse(Text(Priority), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 7 ? number : Information;
        return known ? new JournalEntry(DateTimeOffset.UnixEpoch.AddMicroseconds(time), priority, Text(Event), Text(Message) ?? "(no text)") : null;
    }

    // A text that is no Unicode, as a lone surrogate, throws.
    private static string? Text(JsonElement field)
    {
        try
        {
            return field.ValueKind is JsonValueKind.String ? field.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
