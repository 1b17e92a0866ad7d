using System.CommandLine;

namespace Paygress.Provider.Cli;

/// <summary>The program itself, without a verb.</summary>
internal sealed class ProviderCommand : RootCommand, IExamples
{
    /// <summary>What it is called in every text, whatever the file is named.</summary>
    public const string ProgramName = "paygress-provider";

    public ProviderCommand()
        : base("Rents out this machine by the second: runs leases in Docker containers and ends them on time.") => HelpName = ProgramName;

    public IReadOnlyList<string> Examples { get; } =
    [
        "paygress-provider spawn --template hello --duration 10m",
        "paygress-provider leases --watch",
        "paygress-provider VERB --help",
        "",
        "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 provider not reachable,",
        "4 refused by the provider, 78 configuration unusable, 129 terminal closed,",
        "130 interrupted by Ctrl-C, 143 told to end.",
    ];
}
