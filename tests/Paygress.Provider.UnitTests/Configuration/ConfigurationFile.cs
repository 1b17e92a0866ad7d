using System.Collections;
using System.Collections.Immutable;
using Paygress.Provider.Configuration;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.UnitTests.Configuration;

/// <summary>A file of settings that a test writes and the provider reads.</summary>
internal sealed class ConfigurationFile : IDisposable
{
    private readonly TempFolder _folder = new();

    public string Path => _folder.File("appsettings.json");

    public void Dispose() => _folder.Dispose();

    /// <summary>What comes of this text, below these variables.</summary>
    public ConfigurationResult Read(string json, Dictionary<string, string?>? environment = null)
    {
        File.WriteAllText(Path, json);
        return ConfigurationLoader.Load(Path, new Hashtable(environment ?? []));
    }

    public ConfigurationResult.Loaded Load(string json, Dictionary<string, string?>? environment = null) =>
        Read(json, environment).ShouldBeOfType<ConfigurationResult.Loaded>();

    public ImmutableArray<ConfigurationFault> Faults(string json, Dictionary<string, string?>? environment = null) =>
        Read(json, environment).ShouldBeOfType<ConfigurationResult.Faulty>().Faults;
}
