using System.Collections;
using Paygress.Provider.Configuration;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.UnitTests.Configuration;

/// <summary>The configuration as the provider reads it.</summary>
internal static class SomeSettings
{
    /// <summary>What comes of the built-in defaults and these values.</summary>
    public static ConfigurationResult Read(params (string Key, string Value)[] values)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("appsettings.json"), "{}");
        var environment = new Hashtable();
        foreach (var (key, value) in values)
        {
            environment["PAYGRESS_" + key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return ConfigurationLoader.Load(folder.File("appsettings.json"), environment);
    }

    public static ProviderSettings Default() => Read().ShouldBeOfType<ConfigurationResult.Loaded>().Settings;
}
