using Spectre.Console;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>How much of something there is, as a small bar.</summary>
internal static class Bar
{
    private const int Length = 20;

    /// <summary>How much is used: red from nine tenths on, yellow from seven.</summary>
    public static Markup Of(double share)
    {
        var used = Filled(share, Length);
        var colour = share switch { >= 0.9 => "red", >= 0.7 => "yellow", _ => "green" };
        return new Markup($"[{colour}]{new string('█', used)}[/][grey]{new string('░', Length - used)}[/]");
    }

    /// <summary>A bar without colour, <paramref name="length"/> columns wide.</summary>
    public static string Plain(double share, int length)
    {
        var filled = Filled(share, length);
        return new string('█', filled) + new string('░', length - filled);
    }

    private static int Filled(double share, int length) => (int)Math.Round(Math.Clamp(double.IsFinite(share) ? share : 0, 0, 1) * length);
}
