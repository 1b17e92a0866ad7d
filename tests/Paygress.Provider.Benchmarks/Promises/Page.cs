using System.Collections.Immutable;
using Paygress.Provider.Benchmarks.Figures;

namespace Paygress.Provider.Benchmarks.Promises;

/// <summary>What a run found, as text that is printed and kept.</summary>
internal sealed class Page(string head)
{
    private readonly List<string> _lines = [head, ""];

    public void Add(string title, IEnumerable<string> lines) => _lines.AddRange([$"## {title}", "", .. lines, ""]);

    public void Add(ImmutableArray<Promise> promises) => Add("Promises", MarkdownTable.Lines(
        ["promise", "at most", "measured", "", "verdict"],
        [.. promises.Select(p => new[] { p.Text, Number(p.Limit), Number(p.Measured), p.Unit, p.Verdict })]));

    public override string ToString() => string.Join('\n', _lines);

    private static string Number(double value) => value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
}
