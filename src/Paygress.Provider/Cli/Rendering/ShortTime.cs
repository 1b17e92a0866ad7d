using System.Globalization;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>Times as a person reads them at a glance.</summary>
internal static class ShortTime
{
    /// <summary>The two largest units: <c>42s</c>, <c>12m 05s</c>, <c>3h 12m</c>, <c>2d 04h</c>. Never rounded up: 0s means over.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { Ticks: < 0 } => "0s",
        { TotalMinutes: < 1 } => Text($"{span.Seconds}s"),
        { TotalHours: < 1 } => Text($"{span.Minutes}m {span.Seconds:00}s"),
        { TotalDays: < 1 } => Text($"{span.Hours}h {span.Minutes:00}m"),
        _ => Text($"{span.Days}d {span.Hours:00}h"),
    };

    /// <summary>How long something took: <c>85ms</c>, <c>1.3s</c>, then as <see cref="Span"/>.</summary>
    public static string Took(TimeSpan span) => span switch
    {
        { TotalSeconds: < 0 } => "0ms",
        { TotalSeconds: < 1 } => Text($"{span.Milliseconds}ms"),
        { TotalMinutes: < 1 } => Text($"{span.TotalSeconds:0.0}s"),
        _ => Span(span),
    };

    /// <summary>From the beginning of a story: <c>+0.3s</c>, <c>+12m 05s</c>.</summary>
    public static string Offset(TimeSpan span) => span < TimeSpan.FromMinutes(1) ? Text($"+{span.TotalSeconds:0.0}s") : $"+{Span(span)}";

    /// <summary>A point in time, to the second.</summary>
    public static string Moment(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
