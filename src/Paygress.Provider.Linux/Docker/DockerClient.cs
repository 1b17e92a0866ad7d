using System.Collections.Immutable;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Asks docker, and sorts out whether it answered.</summary>
internal sealed class DockerClient(ICommandRunner runner, DockerOptions options)
{
    // 100 containers give about 200 KiB; a host that has more than this fits is not one we can speak for.
    private const int MaxOutput = 8 * 1024 * 1024;

    // Exit codes above are those of a client that a signal ended.
    private const int Signalled = 128;

    /// <summary>Runs one command to its end.</summary>
    public async Task<DockerAnswer> AskAsync(ImmutableArray<string> arguments, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var spec = new CommandSpec { Program = options.Program, Arguments = arguments, Timeout = timeout, MaxOutput = MaxOutput };
        return Interpret(await runner.RunAsync(spec, cancellationToken), arguments[0], timeout);
    }

    /// <summary>Runs one command that goes on until its owner ends it, and hands over its lines.</summary>
    public async Task<DockerAnswer> StreamLinesAsync(
        ImmutableArray<string> arguments,
        TimeSpan idleLimit,
        Func<CommandLine, CancellationToken, ValueTask> onLine,
        CancellationToken cancellationToken)
    {
        var result = await runner.StreamLinesAsync(Stream(arguments, idleLimit), onLine, cancellationToken);
        return Interpret(result, arguments[0], idleLimit);
    }

    /// <summary>Runs one command that goes on until its owner ends it, and hands over its bytes.</summary>
    public async Task<DockerAnswer> StreamBytesAsync(
        ImmutableArray<string> arguments,
        TimeSpan idleLimit,
        Func<CommandChunk, CancellationToken, ValueTask> onChunk,
        CancellationToken cancellationToken)
    {
        var result = await runner.StreamBytesAsync(Stream(arguments, idleLimit), onChunk, cancellationToken);
        return Interpret(result, arguments[0], idleLimit);
    }

    private StreamSpec Stream(ImmutableArray<string> arguments, TimeSpan idleLimit) =>
        new() { Program = options.Program, Arguments = arguments, IdleLimit = idleLimit };

    private DockerAnswer Interpret(CommandResult result, string verb, TimeSpan timeout) => result switch
    {
        CommandResult.Exited { StandardOutput.IsTruncated: true } => new DockerAnswer.Silent($"the answer to docker {verb} was cut off"),
        CommandResult.Exited { Succeeded: true } x => new DockerAnswer.Ok(x.StandardOutput.Text, x.StandardError.Text),

        // A client that was ended has not said all it had to say, and docker says no to nothing without a word: what was asked for may still happen.
        CommandResult.Exited x when x.ExitCode > Signalled || string.IsNullOrWhiteSpace(x.StandardError.Text) =>
            new DockerAnswer.Silent($"docker {verb} ended with {x.ExitCode} before it gave an answer"),
        CommandResult.Exited x => new DockerAnswer.Refused(DockerErrors.Read(x.StandardError.Text), x.StandardOutput.Text, x.StandardError.Text),
        CommandResult.TimedOut => new DockerAnswer.Silent($"docker {verb} did not answer within {timeout.TotalSeconds:0} s", IsLate: true),
        CommandResult.NotStarted x => new DockerAnswer.Silent(Describe(x.Reason)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private string Describe(NotStartedReason reason) => reason switch
    {
        NotStartedReason.NotFound => $"the docker client {options.Program} is not installed; install docker, or set Docker:Program",
        NotStartedReason.NotExecutable => $"the docker client {options.Program} can't be executed; mend its permissions, or set Docker:Program",
        NotStartedReason.Silent => "docker does not answer; the command was not given to it",
        NotStartedReason.Crowded => $"{DockerCommandRunner.MaxAtOnce} docker commands are under way and none ended in time; the command was not given to docker",
        _ => $"the docker client {options.Program} could not be started: the system refused it",
    };
}
