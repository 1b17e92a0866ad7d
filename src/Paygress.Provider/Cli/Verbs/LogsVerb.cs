using System.CommandLine;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Parsing;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Prints what the container of a lease wrote.</summary>
internal sealed class LogsVerb : ClientVerb
{
    private readonly Argument<LeaseReference> _lease = LeaseArgument.Create();
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on with what comes, until the container stops or Ctrl-C." };

    public LogsVerb(CliContext context)
        : base(
            context, "logs", "Print what a lease's container wrote.",
            "paygress-provider logs 1005", "paygress-provider logs -f 1005 | grep error", "",
            "With --json each line is an object {\"line\": ...} on a line of its own.")
    {
        Define(_lease, _follow);
    }

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var (lease, follow) = (call.Arguments.GetRequiredValue(_lease), call.Arguments.GetValue(_follow));
        await using var output = call.Terminal.OpenOutput();
        await using var sink = new LogSink(output, call.Json, call.Terminal.Out.IsTerminal);
        var reply = await call.Client.LogsAsync(lease, follow, sink.WriteAsync, cancellationToken);
        return reply is Reply<bool>.Ok ? ExitCode.Done : call.Fail(reply);
    }
}
