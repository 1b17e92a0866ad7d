using System.Runtime.InteropServices;
using Paygress.Provider.Core.Leases;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paygress.Provider.Cli;

/// <summary>Whole pictures on a terminal's second screen; disposing gives the first one back as it was.</summary>
/// <remarks>Lines are overwritten in place, each picture in one write, so nothing flickers.</remarks>
internal sealed class PictureScreen : IDisposable
{
    // The second screen, no cursor, and no wrapping: a terminal may count a character wider than we do.
    private const string Enter = "\e[?1049h\e[?25l\e[?7l";
    private const string Leave = "\e[?7h\e[?25h\e[?1049l";

    // Terminals that know 2026 show what is between these at once.
    private const string Begin = "\e[?2026h\e[H";
    private const string End = "\e[?2026l";

    private readonly TerminalSide _side;
    private readonly PosixSignalRegistration _resized;
    private readonly Suspension _suspension;

    public PictureScreen(TerminalSide side)
    {
        _side = side;
        _resized = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Resized.Send());
        _suspension = new Suspension(() => side.Send(Leave), Resume);
        side.Send(Enter);
    }

    /// <summary>Sent when the picture has to be drawn anew.</summary>
    public Pulse Resized { get; } = new();

    public void Draw(IRenderable picture) => _side.Send(Frame(_side.Console.ToAnsi(picture), _side.Console.Profile.Height));

    public void Dispose()
    {
        _resized.Dispose();
        _suspension.Dispose();
        _side.Send(Leave);
    }

    /// <summary>What draws a picture of at most <paramref name="height"/> lines over the one before it.</summary>
    internal static string Frame(string picture, int height)
    {
        // Cleared before, not after: behind a full line the cursor stands on its last character.
        var lines = picture.TrimEnd('\n').Split('\n').Take(height).Select(l => $"\e[K{l.TrimEnd('\r')}").ToList();
        return $"{Begin}{string.Join('\n', lines)}{(lines.Count < height ? "\n\e[J" : "")}{End}";
    }

    private void Resume()
    {
        _side.Send(Enter);
        Resized.Send();
    }
}
