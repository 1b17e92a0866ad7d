using System.Collections.Immutable;
using System.Globalization;

namespace Paygress.Provider.Benchmarks.Figures;

/// <summary>A table that reads as well in a terminal as in a page.</summary>
internal static class MarkdownTable
{
    public static IEnumerable<string> Lines(string[] head, IReadOnlyCollection<string[]> rows)
    {
        var widths = head.Select((_, i) => rows.Append(head).Max(row => row[i].Length)).ToImmutableArray();
        return new[] { head, [.. widths.Select(w => new string('-', w))] }.Concat(rows)
            .Select(row => "| " + string.Join(" | ", row.Select((cell, i) => cell.PadRight(widths[i]))) + " |");
    }

    public static IEnumerable<string> Lines(IReadOnlyCollection<Series> all) => Lines(
        ["what", "n", "median ms", "p95 ms", "p99 ms"],
        [.. all.Select(s => new[] { s.Name, s.Milliseconds.Length.ToString(CultureInfo.InvariantCulture), Number(s.Median), Number(s.P95), Number(s.P99) })]);

    public static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
