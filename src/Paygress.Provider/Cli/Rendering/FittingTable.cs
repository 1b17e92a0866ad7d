using Spectre.Console;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>A table with a line for each row on any width: it takes short forms, then cuts, then drops whole columns.</summary>
internal sealed class FittingTable(params FittingColumn[] columns)
{
    private const int Gap = 2;

    private readonly List<Cell[]> _rows = [];

    public void Add(params Cell[] row) => _rows.Add(row);

    /// <summary>Lays it out for <paramref name="width"/> columns.</summary>
    public Table Build(int width)
    {
        var shown = Enumerable.Range(0, columns.Length).ToList();
        var texts = Texts(isShort: false);
        var widths = Widths(texts);
        if (Total(shown, widths) > width)
        {
            texts = Texts(isShort: true);
            widths = Widths(texts);
        }

        int[] narrowest = [.. widths.Select(Narrowest)];
        Drop(shown, narrowest, width);
        Narrow(shown, widths, narrowest, width);
        return Draw(shown, texts, widths);
    }

    private List<string[]> Texts(bool isShort) => [.. _rows.Select(row => row.Select(cell => cell.Show(isShort)).ToArray())];

    private int[] Widths(List<string[]> texts) => [.. columns.Select((c, i) => texts.Select(t => Printable.Width(t[i])).Append(c.Header.Length).Max())];

    private int Narrowest(int width, int column) => columns[column] is { CutTo: > 0 } c ? Math.Max(c.Header.Length, Math.Min(c.CutTo, width)) : width;

    private void Drop(List<int> shown, int[] narrowest, int width)
    {
        var dropped = new Stack<int>();
        foreach (var i in shown.Where(i => columns[i].DropOrder > 0).OrderBy(i => columns[i].DropOrder).ToList().TakeWhile(_ => Total(shown, narrowest) > width))
        {
            shown.Remove(i);
            dropped.Push(i);
        }

        // A small one may fit again once a wider one is gone.
        foreach (var i in dropped.Where(i => Total([.. shown, i], narrowest) <= width))
        {
            shown.Add(i);
        }

        shown.Sort();
    }

    private static int Total(List<int> shown, int[] widths) => shown.Sum(i => widths[i] + Gap) - Gap;

    // The widest gives way first, so that cut texts end up about as wide as each other.
    private static void Narrow(List<int> shown, int[] widths, int[] narrowest, int width)
    {
        while (Total(shown, widths) > width && shown.Where(i => widths[i] > narrowest[i]).OrderByDescending(i => widths[i]).Select(i => (int?)i).FirstOrDefault() is { } widest)
        {
            widths[widest]--;
        }
    }

    private Table Draw(List<int> shown, List<string[]> texts, int[] widths)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var i in shown)
        {
            table.AddColumn(new TableColumn(new Text(columns[i].Header, new Style(decoration: Decoration.Bold)))
            {
                NoWrap = true,
                Padding = new Padding(0, 0, i == shown[^1] ? 0 : Gap, 0),
                Alignment = columns[i].Right ? Justify.Right : Justify.Left,
            });
        }

        foreach (var (row, text) in _rows.Zip(texts))
        {
            table.AddRow(shown.Select(i => new Text(Printable.Fit(text[i], widths[i]), row[i].Style)));
        }

        return table;
    }
}
