using System.CommandLine;
using Paygress.Provider.Cli.Client;

namespace Paygress.Provider.Cli;

/// <summary>A verb that asks the running provider.</summary>
internal abstract class ClientVerb : Command, IExamples
{
    private readonly CliContext _context;
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Option<string> _socket;

    protected ClientVerb(CliContext context, string name, string description, params string[] examples)
        : base(name, description)
    {
        _context = context;
        _socket = CommonOptions.Socket(context.Environment);
        Examples = examples;
        SetAction(RunAsync);
    }

    public IReadOnlyList<string> Examples { get; }

    /// <summary>Adds the verb's own symbols, and the common options after them.</summary>
    protected void Define(params IEnumerable<Symbol> symbols) => DefineWithoutJson([.. symbols, _json]);

    /// <summary>For a verb whose output is not its own.</summary>
    protected void DefineWithoutJson(params IEnumerable<Symbol> symbols)
    {
        foreach (var symbol in symbols.Append(_socket))
        {
            switch (symbol)
            {
                case Argument argument:
                    Add(argument);
                    break;
                case Option option:
                    Add(option);
                    break;
            }
        }
    }

    /// <summary>Does the work; the result is the exit code.</summary>
    protected abstract Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken);

    /// <summary>Tells what goes on after Ctrl-C, if anything does.</summary>
    protected virtual void Interrupted(ClientCall call)
    {
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        using var interruption = new Interruption(cancellationToken);
        using var client = new ProviderClient(_context.Transport(arguments.GetRequiredValue(_socket)), arguments.GetRequiredValue(_socket), _context.Time);
        var call = new ClientCall(arguments, arguments.GetValue(_json), client, _context.Terminal, _context.Time);
        try
        {
            return await RunAsync(call, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            Interrupted(call);
            return interruption.ExitCode;
        }
    }
}
