using System.CommandLine;
using Paygress.Provider.Checks;
using Paygress.Provider.Cli;
using Paygress.Provider.Configuration;
using Paygress.Provider.Hosting;
using Paygress.Provider.Network;
using Paygress.Provider.Timers;

namespace Paygress.Provider;

/// <summary>The verbs that do their work themselves instead of asking the daemon.</summary>
internal static class DaemonVerbs
{
    public static IEnumerable<Command> Create(Terminal terminal) =>
        [new RunVerb(terminal), new CheckVerb(terminal), new ConfigVerb(terminal), new GuardNetworkVerb(terminal), new EndLeaseVerb()];
}
