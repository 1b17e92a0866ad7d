using Spectre.Console;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>A table with a line for each row on any width: it takes short forms, then cuts, then drops whole columns.</summary>
internal sealed class FittingTable(params FittingColumn[] columns)
{
    private const int Gap = 2;

    private readonly List<Cell[]> _rows = [];

    public void Add(params Cell[] row) => _rows.Add([.. row.Select(c => c with { Text = Printable.Line(c.Text) })]);

    /// <summary>Lays it out for <paramref name="width"/> columns.</summary>
    public Table Build(int width)
    {
        var shown = Enumerable.Range(0, columns.Length).ToList();
        var texts = _rows.Select(r => r.Select(c => c.Text).ToArray()).ToList();
        if (Width(shown, texts) > width)
        {
            texts = [.. _rows.Select(r => r.Select(c => c.Short ?? c.Text).ToArray())];
        }

        while (Width(shown, texts, afterCut: true) > width && Droppable(shown) is { } dropped)
        {
            shown.Remove(dropped);
        }

        Cut(shown, texts, width);
        return Draw(shown, texts);
    }

    private int? Droppable(List<int> shown) =>
        shown.Where(i => columns[i].DropOrder > 0).OrderBy(i => columns[i].DropOrder).Select(i => (int?)i).FirstOrDefault();

    private int Width(List<int> shown, List<string[]> texts, bool afterCut = false) =>
        shown.Sum(i => (afterCut && columns[i].CutTo > 0 ? Math.Min(columns[i].CutTo, Natural(i, texts)) : Natural(i, texts)) + Gap) - Gap;

    private int Natural(int column, List<string[]> texts) => texts.Select(t => t[column].Length).Append(columns[column].Header.Length).Max();

    private void Cut(List<int> shown, List<string[]> texts, int width)
    {
        while (Width(shown, texts) > width)
        {
            var widest = shown.Where(i => columns[i].CutTo > 0 && Natural(i, texts) > columns[i].CutTo).OrderByDescending(i => Natural(i, texts)).Select(i => (int?)i).FirstOrDefault();
            if (widest is not { } column || Natural(column, texts) is var natural && natural <= columns[column].Header.Length)
            {
                return;
            }

            texts.ForEach(t => t[column] = Printable.Fit(t[column], natural - 1));
        }
    }

    private Table Draw(List<int> shown, List<string[]> texts)
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
            table.AddRow(shown.Select(i => new Text(text[i], row[i].Style)));
        }

        return table;
    }
}
