using System.Collections.Immutable;
using System.CommandLine;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Parsing;

namespace Paygress.Provider.Exec;

/// <summary>A verb that becomes docker, in the container of a lease.</summary>
internal abstract class EnteringVerb(CliContext context, string name, string description, params string[] examples) : ClientVerb(context, name, description, examples)
{
    private readonly ProgramSuccessor _become = context.Become;

    protected Argument<LeaseReference> Lease { get; } = LeaseArgument.Create();

    protected Option<string?> User { get; } = new("--user", "-u") { Description = "Who it runs as, as root or 1000:1000; else the user of the image.", HelpName = "USER" };

    /// <summary>What is to be run.</summary>
    protected abstract ImmutableArray<string> Compose(ParseResult arguments);

    protected sealed override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var command = Compose(call.Arguments);
        var reply = await call.Client.ExecAsync(call.Arguments.GetRequiredValue(Lease), new ExecMessage { Program = command[0] }, cancellationToken);
        if (reply is not Reply<ExecGrantMessage>.Ok { Value: var grant })
        {
            return call.Fail(reply);
        }

        var arguments = ExecCommand.Arguments(grant.ContainerId, call.Arguments.GetValue(User), call.Terminal.IsInteractive, command);
        call.Note($"cannot run {grant.Docker}: {_become(grant.Docker, arguments, grant.DockerHost)}");
        return ExitCode.Failed;
    }
}
