using Spectre.Console;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>Names and values below each other.</summary>
internal sealed class Facts
{
    private readonly Grid _grid = new Grid()
        .AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) })
        .AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });

    /// <summary>The rows, ready to print.</summary>
    public Grid Grid => _grid;

    /// <summary>Adds a row; nothing where there is no value.</summary>
    public Facts Add(string name, string? value, Style? style = null)
    {
        if (value is not null)
        {
            _grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(Printable.Line(value), style));
        }

        return this;
    }
}
