using System.CommandLine;
using Paygress.Provider.Cli;

namespace Paygress.Provider.Hosting;

/// <summary><c>run</c>: the daemon itself; what the unit starts.</summary>
internal sealed class RunVerb : Command, IExamples
{
    private readonly Option<string?> _config = ConfigOption.Create();
    private readonly Terminal _terminal;

    public RunVerb(Terminal terminal)
        : base("run", "Run the provider until it is asked to stop.")
    {
        _terminal = terminal;
        Add(_config);
        SetAction((arguments, cancellationToken) => ProviderDaemon.RunAsync(arguments.GetValue(_config), _terminal.Error.Writer, cancellationToken));
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "paygress-provider run --config ./appsettings.json",
        "PAYGRESS_Leases__MinimumDuration=1s paygress-provider run",
        "",
        "Exit codes: 0 asked to stop; 1 a loop crashed, or another provider has the",
        "data directory or the socket; 78 configuration, store, identity, clock.json",
        "or socket can't be used.",
    ];
}
