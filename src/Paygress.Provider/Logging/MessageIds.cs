using System.Globalization;
using Serilog.Events;

namespace Paygress.Provider.Logging;

/// <summary>Gives each kind of event its MESSAGE_ID: 96 fixed bits and the event's number, so that it can be worked out by hand.</summary>
internal static class MessageIds
{
    /// <summary>The first 24 digits of every id; chosen once at random, never changed.</summary>
    public const string Prefix = "7c1d9e52a4f04b6e8d3b90f1";

    /// <summary>The id of an event's number.</summary>
    public static string Of(int eventId) => Prefix + eventId.ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>The id of a log entry; none unless one of our classes wrote it, because the framework uses the same numbers.</summary>
    public static string? Of(LogEvent entry) =>
        entry.Properties.GetValueOrDefault("SourceContext") is ScalarValue { Value: string source }
        && source.StartsWith("Paygress.", StringComparison.Ordinal)
        && entry.Properties.GetValueOrDefault("EventId") is StructureValue { Properties: var parts }
        && parts.FirstOrDefault(p => p.Name == "Id")?.Value is ScalarValue { Value: int id }
            ? Of(id)
            : null;
}
