using System.CommandLine;
using Paygress.Provider.Cli;

namespace Paygress.Provider.Configuration;

/// <summary><c>config</c>: looks at the configuration without starting anything.</summary>
internal sealed class ConfigVerb : Command, IExamples
{
    public ConfigVerb(Terminal terminal)
        : base("config", "Look at the configuration.")
    {
        Add(new ConfigShowVerb(terminal));
        Add(new ConfigCheckVerb(terminal));
    }

    public IReadOnlyList<string> Examples { get; } = ["paygress-provider config show --changed", "paygress-provider config check ./new.json"];
}
