using Paygress.Provider.Api.Messages;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>A lease's event log, each line with its time since the first.</summary>
internal static class Timeline
{
    public static IRenderable Build(IReadOnlyList<LeaseEventMessage> events)
    {
        var grid = new Grid()
            .AddColumn(new GridColumn { NoWrap = true, Alignment = Justify.Right, Padding = new Padding(0, 0, 2, 0) })
            .AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) })
            .AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) })
            .AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach (var e in events)
        {
            grid.AddRow(
                new Text(ShortTime.Offset(e.At - events[0].At), new Style(Color.Grey)),
                new Text(e.State, StateStyle.Of(e.State)),
                new Text(Printable.Line(e.Event)),
                new Text(Printable.Line(e.Detail ?? ""), new Style(Color.Grey)));
        }

        return grid;
    }
}
