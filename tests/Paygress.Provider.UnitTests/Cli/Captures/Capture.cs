using System.Text.RegularExpressions;
using Paygress.Provider.Cli.Rendering;
using Paygress.Provider.TestSupport.Golden;
using Spectre.Console.Rendering;

namespace Paygress.Provider.UnitTests.Cli.Captures;

/// <summary>A picture as a terminal would get it. Each is written below <c>captures</c> in the output folder, to look at with <c>cat</c>.</summary>
internal sealed partial record Capture(string Name, string Text)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "captures");

    /// <summary>The lines without colours and without the blanks at their ends.</summary>
    public string Plain => string.Join('\n', Colours().Replace(Text, "").Split('\n').Select(l => l.TrimEnd())).TrimEnd() + "\n";

    /// <summary>Renders as for a screen in colour, or as for a pipe.</summary>
    public static Capture Of(string name, IRenderable picture, int width, bool colour = true)
    {
        using var writer = new StringWriter();
        var side = CliHarness.Side(writer, isScreen: colour, width);
        side.Console.Write(picture);
        var capture = new Capture($"{name}-{width}{(colour ? "" : "-plain")}", writer.ToString());
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, $"{capture.Name}.txt"), capture.Text);
        return capture;
    }

    /// <summary>Compares with the file of this name beside the tests.</summary>
    public void CheckGolden() => GoldenFile.Check($"tests/Paygress.Provider.UnitTests/Cli/Captures/Golden/{Name}.txt", Plain);

    /// <summary>Fails when a line is wider than the terminal, or steers it otherwise than by colour.</summary>
    public void CheckFits(int width)
    {
        foreach (var line in Plain.Split('\n'))
        {
            Printable.Width(line).ShouldBeLessThanOrEqualTo(width, line);
            line.ShouldAllBe(c => !char.IsControl(c) && c != '\u202E' && c != '\u200D');
        }
    }

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Colours();
}
