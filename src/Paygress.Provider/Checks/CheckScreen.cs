using Paygress.Provider.Linux.Checks;
using Spectre.Console;

namespace Paygress.Provider.Checks;

/// <summary>Shows the lines of a check to a person: a mark, what it is, what was found, and the fix below.</summary>
internal static class CheckScreen
{
    public static void Write(IAnsiConsole console, IReadOnlyList<CheckLine> lines)
    {
        foreach (var group in lines.GroupBy(l => l.Group))
        {
            console.MarkupLineInterpolated($"[bold]{group.Key}[/]");
            foreach (var line in group)
            {
                Write(console, line);
            }
        }

        var (failed, warned) = (lines.Count(l => l.Outcome is CheckOutcome.Failed), lines.Count(l => l.Outcome is CheckOutcome.Warned));
        console.WriteLine();
        console.WriteLine($"{lines.Count - failed - warned} fine, {warned} to know of, {failed} to mend");
    }

    /// <summary>The outcome as it is written in JSON.</summary>
    public static string WordFor(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "passed",
        CheckOutcome.Warned => "warned",
        _ => "failed",
    };

    private static void Write(IAnsiConsole console, CheckLine line)
    {
        var (mark, style) = line.Outcome switch
        {
            CheckOutcome.Passed => ("ok  ", "green"),
            CheckOutcome.Warned => ("note", "yellow"),
            _ => ("FAIL", "red"),
        };
        var table = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2)).AddColumn(new GridColumn().NoWrap().Width(18)).AddColumn();
        table.AddRow(new Text(mark, Style.Parse(style)), new Text(line.Name), new Text(line.Detail));
        if (line.Fix is not null && line.Outcome is not CheckOutcome.Passed)
        {
            table.AddRow(new Text(""), new Text(""), new Text($"-> {line.Fix}", Style.Parse("bold")));
        }

        console.Write(table);
    }
}
