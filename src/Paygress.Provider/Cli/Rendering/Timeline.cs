using Paygress.Provider.Api.Messages;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>A lease's event log as steps: when each began, and how long it lasted.</summary>
internal static class Timeline
{
    private const string ImageDigest = "sha256:";

    // As docker shortens them.
    private const int ShortDigest = 12;

    private static readonly string[] Headers = ["AT", "EVENT", "STATE", "LASTED", "DETAIL"];

    /// <param name="isOver">The last event was the end: nothing lasts after it.</param>
    public static IRenderable Build(IReadOnlyList<LeaseEventMessage> events, bool isOver, DateTimeOffset now)
    {
        var grid = new Grid().AddColumn(Column(2, Justify.Right)).AddColumn(Column(2)).AddColumn(Column(2)).AddColumn(Column(2, Justify.Right)).AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        grid.AddRow([.. Headers.Select(h => new Text(h, new Style(decoration: Decoration.Bold)))]);
        for (var i = 0; i < events.Count; i++)
        {
            var (e, next) = (events[i], i + 1 < events.Count ? events[i + 1].At : default(DateTimeOffset?));
            grid.AddRow(
                new Text(ShortTime.Offset(e.At - events[0].At), new Style(Color.Grey)),
                new Text(Printable.Line(e.Event)),
                new Text(Printable.Line(e.State), StateStyle.Of(e.State)),
                new Text(next is { } end ? ShortTime.Took(end - e.At) : isOver ? "" : $"{ShortTime.Took(now - e.At)}..."),
                new Text(Printable.Line(Detail(e)), new Style(Color.Grey)));
        }

        return grid;
    }

    private static GridColumn Column(int gap, Justify alignment = Justify.Left) => new() { NoWrap = true, Alignment = alignment, Padding = new Padding(0, 0, gap, 0) };

    private static string Detail(LeaseEventMessage e) =>
        e.Detail is { } image && image.StartsWith(ImageDigest, StringComparison.Ordinal) ? Printable.Fit(image, ImageDigest.Length + ShortDigest) : e.Detail ?? "";
}
