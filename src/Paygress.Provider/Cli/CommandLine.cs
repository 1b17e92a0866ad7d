using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Paygress.Provider.Cli.Verbs;
using Paygress.Provider.Exec;
using Paygress.Provider.Trials;

namespace Paygress.Provider.Cli;

/// <summary>All verbs of <c>paygress-provider</c>.</summary>
internal sealed class CommandLine
{
    private readonly CliContext _context;

    private CommandLine(CliContext context, RootCommand root) => (_context, Root) = (context, root);

    /// <summary>The program with all its verbs: the man page is made of it.</summary>
    public RootCommand Root { get; }

    /// <summary>Composes the client verbs with others, such as the daemon's own.</summary>
    public static CommandLine Create(CliContext context, IEnumerable<Command> others)
    {
        var root = new ProviderCommand();
        foreach (var command in others.Concat(ClientVerbs(context)))
        {
            root.Add(command);
        }

        OfferHelp(root.Options.OfType<HelpOption>().Single());
        return new CommandLine(context, root);
    }

    // The spellings of other systems would only be in the way where a shell completes.
    private static void OfferHelp(HelpOption help)
    {
        help.Action = new HelpWithExamples();
        foreach (var alias in help.Aliases.Where(a => a != "-h").ToArray())
        {
            help.Aliases.Remove(alias);
        }
    }

    /// <summary>Runs one command line; the result is the process's exit code.</summary>
    public async Task<int> InvokeAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var result = Root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var conflicts = AsksForHelp(result) ? [] : Conflicts(result);
        if (result.Action is ParseErrorAction || conflicts.Count > 0)
        {
            return UsageError.Write(result, conflicts, _context.Terminal.Error.Writer);
        }

        // Signals are handled by each verb: a client ends at once, the daemon in order.
        var configuration = new InvocationConfiguration
        {
            Output = _context.Terminal.Out.Writer,
            Error = _context.Terminal.Error.Writer,
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        };
        return await result.InvokeAsync(configuration, cancellationToken);
    }

    private static bool AsksForHelp(ParseResult result) => result.Action is HelpWithExamples;

    private static List<string> Conflicts(ParseResult result) => result.CommandResult.Command is IChecked verb ? [.. verb.Check(result.CommandResult)] : [];

    private static IEnumerable<Command> ClientVerbs(CliContext context) =>
    [
        new SpawnVerb(context),
        new LeasesVerb(context),
        new InspectVerb(context),
        new WhyVerb(context),
        new ExtendVerb(context),
        new ConfirmVerb(context),
        new UnlockVerb(context),
        new ReleaseVerb(context),
        new LogsVerb(context),
        new ExecVerb(context),
        new ShellVerb(context),
        new EventsVerb(context),
        new StatusVerb(context),
        new AuditVerb(context),
        new TrialVerb(context),
        new DrainVerb(context),
        new TemplatesVerb(context),
        new TiersVerb(context),
    ];
}
