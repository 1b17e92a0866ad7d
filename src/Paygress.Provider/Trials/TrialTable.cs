using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Rendering;
using Spectre.Console;

namespace Paygress.Provider.Trials;

/// <summary>What a trial has shown, for a person.</summary>
internal static class TrialTable
{
    public static Table Build(TrialMessage trial, int width)
    {
        var table = new FittingTable(new("LIMIT"), new("OUTCOME"), new("SEEN", CutTo: 20));
        foreach (var line in trial.Lines)
        {
            table.Add(line.Limit, new Cell(line.Outcome, StyleOf(line.Outcome)), line.Said);
        }

        return table.Build(width);
    }

    private static Style StyleOf(string outcome) => new(outcome switch
    {
        "held" => Color.Green,
        "broken" => Color.Red,
        _ => Color.Yellow,
    });
}
