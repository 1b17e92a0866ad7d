using System.Globalization;
using Serilog.Events;

namespace Serilog.Sinks.Journald;

/// <summary>The text of a property in a journal field: the same on every machine, and without quotes.</summary>
internal static class JournalValue
{
    /// <summary>The text, or null where the property has no value.</summary>
    public static string? ToText(LogEventPropertyValue value) => value switch
    {
        ScalarValue scalar => ToText(scalar.Value),
        _ => value.ToString(null, CultureInfo.InvariantCulture),
    };

    private static string? ToText(object? scalar) => scalar switch
    {
        null => null,
        bool truth => truth ? "true" : "false",
        DateTimeOffset moment => moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("O", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => scalar.ToString(),
    };
}
