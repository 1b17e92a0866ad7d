using Spectre.Console;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>The colour of a lease's state, the same on every screen.</summary>
internal static class StateStyle
{
    public static Style Of(string state) => state switch
    {
        "active" => new Style(Color.Green),
        "queued" or "provisioning" => new Style(Color.Blue),
        "locked" or "evicting" => new Style(Color.Yellow),
        "failed" => new Style(Color.Red),
        _ => new Style(Color.Grey),
    };
}
