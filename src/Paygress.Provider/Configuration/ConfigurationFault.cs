namespace Paygress.Provider.Configuration;

/// <summary>One thing that is wrong with the configuration.</summary>
/// <param name="Origin">Where the value came from: a file or an environment variable.</param>
internal sealed record ConfigurationFault(string Origin, string Key, string? Value, string Problem)
{
    public override string ToString() =>
        Value is null ? $"{Origin}: {Key}: {Problem}" : $"{Origin}: {Key}: '{Value}': {Problem}";
}
