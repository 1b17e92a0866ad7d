using Spectre.Console;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>How much of something is used, as a small bar.</summary>
internal static class Bar
{
    private const int Length = 20;

    /// <summary>Red from nine tenths on, yellow from seven.</summary>
    public static Markup Of(double share)
    {
        var used = (int)Math.Round(Math.Clamp(double.IsFinite(share) ? share : 0, 0, 1) * Length);
        var colour = share switch { >= 0.9 => "red", >= 0.7 => "yellow", _ => "green" };
        return new Markup($"[{colour}]{new string('█', used)}[/][grey]{new string('░', Length - used)}[/]");
    }
}
