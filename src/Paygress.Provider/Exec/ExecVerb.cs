using System.Collections.Immutable;
using System.CommandLine;
using Paygress.Provider.Cli;

namespace Paygress.Provider.Exec;

/// <summary>Runs a program in the container of a lease.</summary>
internal sealed class ExecVerb : EnteringVerb
{
    private readonly Argument<string[]> _command = new("COMMAND") { Description = "The program and its arguments, after --.", Arity = ArgumentArity.OneOrMore };

    public ExecVerb(CliContext context)
        : base(
            context, "exec", "Run a program in a lease's container; the journal is told.",
            "paygress-provider exec 1005 -- ps aux", "echo select 1 | paygress-provider exec 1005 --user root -- psql", "",
            "Needs rights on docker: the group docker, or root. Ends with the program's own",
            "exit code; docker's own are 125 to 127. The journal gets who, and the program",
            "without its arguments: 'journalctl PAYGRESS_EVENT=ContainerEntered'.")
    {
        DefineWithoutJson(Lease, _command, User);
    }

    protected override ImmutableArray<string> Compose(ParseResult arguments) => [.. arguments.GetRequiredValue(_command)];
}
