using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.Configuration;

/// <summary>One thing that is wrong with the configuration.</summary>
/// <param name="Origin">Where the value came from: a file or an environment variable.</param>
internal sealed record ConfigurationFault(string Origin, string Key, string? Value, string Problem)
{
    // A fault is one line, whatever the value holds.
    public override string ToString() =>
        Printable.Line(Value is null ? $"{Origin}: {Key}: {Problem}" : $"{Origin}: {Key}: '{Value}': {Problem}");
}
