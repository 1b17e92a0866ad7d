using Paygress.Provider.Cli.Rendering;
using Spectre.Console;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Tells how far a spawn is: one moving line on a screen, a line for each change in a pipe.</summary>
internal sealed class SpawnProgress(TerminalSide side)
{
    private const string ShowCursor = "\e[?25h";
    private const string HideCursor = "\e[?25l";

    private StatusContext? _line;
    private string _told = "";

    /// <summary>Shows progress while <paramref name="work"/> goes on.</summary>
    public async Task<T> ShowAsync<T>(Func<Task<T>> work)
    {
        if (!side.IsScreen)
        {
            return await work();
        }

        using var suspension = new Suspension(() => side.Send(ShowCursor), () => side.Send(HideCursor));
        return await side.Console.Status().Spinner(Spinner.Known.Dots).StartAsync("asking", line =>
        {
            _line = line;
            return work();
        });
    }

    /// <summary>Tells of a change; the same text again is no change.</summary>
    public void Tell(string text)
    {
        var clean = Printable.Line(text);
        if (clean == _told)
        {
            return;
        }

        _told = clean;
        if (_line is null)
        {
            side.Writer.WriteLine(clean);
        }
        else
        {
            _line.Status = Markup.Escape(Printable.Fit(clean, side.Width - 2));
        }
    }
}
