using System.Collections.Immutable;
using System.CommandLine;
using Paygress.Provider.Cli;

namespace Paygress.Provider.Exec;

/// <summary>Opens a shell in the container of a lease.</summary>
internal sealed class ShellVerb : EnteringVerb
{
    private const string BestShell = "command -v bash > /dev/null && exec bash; exec sh";

    public ShellVerb(CliContext context)
        : base(
            context, "shell", "Open a shell in a lease's container; the journal is told.",
            "paygress-provider shell 1005", "paygress-provider shell 1005 --user root", "",
            "Takes bash where the image has it, else sh; an image without any can't be",
            "entered. What is done inside stays inside: data goes with the lease.")
    {
        DefineWithoutJson(Lease, User);
    }

    protected override ImmutableArray<string> Compose(ParseResult arguments) => ["sh", "-c", BestShell];
}
