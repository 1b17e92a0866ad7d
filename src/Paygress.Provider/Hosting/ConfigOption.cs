using System.CommandLine;
using Paygress.Provider.Configuration;

namespace Paygress.Provider.Hosting;

/// <summary><c>--config FILE</c>, for the verbs that read the configuration themselves.</summary>
internal static class ConfigOption
{
    public static Option<string?> Create() => new("--config")
    {
        Description = $"The operator's configuration; without it {ConfigurationSources.DefaultFile}, if it is there.",
        HelpName = "FILE",
    };
}
