using System.CommandLine;
using Paygress.Provider.Cli;

namespace Paygress.Provider.Configuration;

/// <summary><c>config</c>: looks at the configuration without starting anything.</summary>
internal sealed class ConfigVerb : Command
{
    public ConfigVerb(Terminal terminal)
        : base("config", "Look at the configuration.") => Add(new ConfigCheckVerb(terminal));
}
