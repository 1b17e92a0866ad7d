using Paygress.Provider.Api.Messages;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>The story of a lease: a sentence, its steps, and what the journal has.</summary>
internal static class StoryScreen
{
    private const int Error = 3;
    private const int Warning = 4;

    public static IRenderable Build(WhyMessage why)
    {
        var head = new Paragraph().Append($"lease {Printable.Line(why.LeaseId)}{(why.Vmid is { } vmid ? $", vmid {vmid}" : "")}  ").Append(Printable.Line(why.State), StateStyle.Of(why.State));
        return new Rows(head, new Text(Printable.Line(why.Summary), new Style(decoration: Decoration.Bold)), Text.Empty, Steps(why.Steps), Text.Empty, Journal(why));
    }

    private static Grid Steps(IReadOnlyList<WhyStepMessage> steps)
    {
        var grid = Columns(Justify.Right, Justify.Left, Justify.Right, Justify.Left);
        grid.AddRow(Header("BEGAN"), Header("STEP"), Header("TOOK"), Header("OUTCOME"), Text.Empty);
        foreach (var step in steps)
        {
            var took = ShortTime.Took(TimeSpan.FromSeconds(Math.Clamp(step.Seconds, 0, int.MaxValue)));
            grid.AddRow(Since(step.At, steps[0].At), Cell(step.Step), Cell(took), Cell(step.Outcome.Replace('_', ' '), OutcomeStyle(step.Outcome)), Cell(step.Detail ?? ""));
        }

        return grid;
    }

    private static IRenderable Journal(WhyMessage why)
    {
        if (why.Journal.Count == 0)
        {
            var obstacle = why.JournalObstacle ?? "it has nothing about this lease";
            return new Text(Printable.Line($"journal: {obstacle}"), new Style(Color.Grey));
        }

        var grid = Columns(Justify.Right, Justify.Left);
        grid.AddRow(Header("JOURNAL"), Header("EVENT"), Text.Empty);
        foreach (var entry in why.Journal)
        {
            var style = entry.Priority <= Error ? new Style(Color.Red) : entry.Priority == Warning ? new Style(Color.Yellow) : default(Style?);
            grid.AddRow(Since(entry.At, why.Steps.Count > 0 ? why.Steps[0].At : why.Journal[0].At), Cell(entry.Event ?? "-", style), Cell(entry.Message, style));
        }

        return grid;
    }

    // The last column takes what is left, and folds.
    private static Grid Columns(params Justify[] before)
    {
        var grid = new Grid();
        foreach (var alignment in before)
        {
            grid.AddColumn(new GridColumn { NoWrap = true, Alignment = alignment, Padding = new Padding(0, 0, 2, 0) });
        }

        return grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
    }

    private static Style OutcomeStyle(string outcome) => new(outcome switch { "done" => Color.Green, "failed" => Color.Red, _ => Color.Blue });

    private static Text Since(DateTimeOffset at, DateTimeOffset start) => Cell(at < start ? "+0.0s" : ShortTime.Offset(at - start), new Style(Color.Grey));

    private static Text Header(string text) => new(text, new Style(decoration: Decoration.Bold));

    private static Text Cell(string text, Style? style = null) => new(Printable.Line(text), style);
}
