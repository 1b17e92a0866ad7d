using System.Globalization;
using Spectre.Console;

namespace Paygress.Provider.Cli;

/// <summary>Standard output or standard error: a person's screen, or a pipe or file.</summary>
internal sealed record TerminalSide(IAnsiConsole Console, bool IsScreen)
{
    /// <summary>True also for a terminal that can't be drawn on (<c>TERM=dumb</c>): what it is sent may steer it all the same.</summary>
    public bool IsTerminal { get; private init; }

    // Nobody looks at the edge of a pipe: wide enough that nothing is cut for grep.
    private const int PipeWidth = 500;

    public int Width => Console.Profile.Width;

    public TextWriter Writer => Console.Profile.Out.Writer;

    /// <summary>Colours and moving text for a screen only, and no colours where NO_COLOR asks for none.</summary>
    public static TerminalSide Create(TextWriter writer, bool isScreen, Func<string, string?> environment)
    {
        var ansi = isScreen && environment("TERM") != "dumb";
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi ? AnsiSupport.Yes : AnsiSupport.No,
            Interactive = ansi ? InteractionSupport.Yes : InteractionSupport.No,
            ColorSystem = ansi && string.IsNullOrEmpty(environment("NO_COLOR")) ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(writer),
        });
        if (!isScreen)
        {
            console.Profile.Width = int.TryParse(environment("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width >= 40 ? width : PipeWidth;
        }

        return new TerminalSide(console, ansi) { IsTerminal = isScreen };
    }

    /// <summary>Writes as it is, at once. A terminal that is gone, as after its window was closed, is passed over.</summary>
    public void Send(string text)
    {
        try
        {
            Writer.Write(text);
            Writer.Flush();
        }
        catch (IOException)
        {
        }
    }
}
