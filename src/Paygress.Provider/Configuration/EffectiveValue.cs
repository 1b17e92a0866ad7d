namespace Paygress.Provider.Configuration;

/// <summary>A value that applies, and the layer that it came from.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Normal">As the program binds it.</param>
/// <param name="Origin">The built-in defaults, a file, or the environment.</param>
internal sealed record EffectiveValue(string Key, string Text, string Normal, string Origin)
{
    private const string Mask = "***";

    /// <summary>The text for a reader: env values of templates may be secrets of an operator.</summary>
    public string Shown => IsSecret && Text.Length > 0 ? Mask : Text;

    private bool IsSecret => Key.Split(':') is [var section, _, var name, _] && section.Equals("Templates", StringComparison.OrdinalIgnoreCase) && name.Equals("Env", StringComparison.OrdinalIgnoreCase);
}
