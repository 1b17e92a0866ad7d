using Serilog.Events;
using Serilog.Parsing;

namespace Serilog.Tests.Support;

/// <summary>Plausible objects for tests.</summary>
internal static class Some
{
    private static readonly DateTimeOffset Moment = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    public static LogEvent LogEvent(
        string template = "Something happened",
        LogEventLevel level = LogEventLevel.Information,
        Exception? exception = null,
        params (string Name, object? Value)[] properties) =>
        new(Moment, level, exception, new MessageTemplateParser().Parse(template), properties.Select(Property));

    private static LogEventProperty Property((string Name, object? Value) property) =>
        new(property.Name, property.Value as LogEventPropertyValue ?? new ScalarValue(property.Value));
}
