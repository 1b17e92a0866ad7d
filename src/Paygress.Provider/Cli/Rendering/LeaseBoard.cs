using System.Globalization;
using Paygress.Provider.Api.Messages;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>One picture of <c>leases --watch</c>.</summary>
internal static class LeaseBoard
{
    // Heading, the line below it, the table's header, and the line that counts what is not shown.
    private const int LinesAround = 4;

    /// <param name="leases">As they are now.</param>
    /// <param name="trouble">Why they may be out of date; none while they are not.</param>
    public static IRenderable Build(IReadOnlyList<LeaseMessage> leases, string? trouble, DateTimeOffset now, int width, int height)
    {
        var shown = LeaseTable.InOrder(leases).Take(Math.Max(1, height - LinesAround)).ToList();
        var hidden = leases.Count - shown.Count;
        List<IRenderable> parts =
        [
            Line($"{now.UtcDateTime:HH:mm:ss} UTC  {Count(leases)}  Ctrl-C to leave", width, new Style(decoration: Decoration.Bold)),
            Line(trouble ?? "", width, new Style(Color.Yellow)),
            leases.Count == 0 ? Line(LeaseTable.Empty, width) : LeaseTable.Build(shown, width, bars: true),
        ];
        return new Rows(hidden > 0 ? parts.Append(Line($"... and {hidden} more that end later", width, new Style(Color.Grey))) : parts);
    }

    /// <summary>The same leases some time later, as far as one can tell without asking.</summary>
    public static IReadOnlyList<LeaseMessage> After(TimeSpan passed, IReadOnlyList<LeaseMessage> leases) =>
        [.. leases.Select(l => l.SecondsLeft is { } left ? l with { SecondsLeft = Math.Max(0, left - passed.TotalSeconds) } : l)];

    private static string Count(IReadOnlyList<LeaseMessage> leases)
    {
        var states = leases.GroupBy(l => l.State, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}");
        return $"{leases.Count} lease{(leases.Count == 1 ? "" : "s")}{(leases.Count > 0 ? ": " : "")}{string.Join(", ", states)}";
    }

    private static Text Line(FormattableString text, int width, Style? style = null) => Line(text.ToString(CultureInfo.InvariantCulture), width, style);

    private static Text Line(string text, int width, Style? style = null) => new(Printable.Fit(Printable.Line(text), width), style);
}
