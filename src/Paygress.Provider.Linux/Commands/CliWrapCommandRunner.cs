using System.ComponentModel;
using CliWrap;
using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Diagnostics;

namespace Paygress.Provider.Linux.Commands;

/// <summary>Starts programs with CliWrap: no shell, a clean environment, bounded output, and always an end.</summary>
internal sealed partial class CliWrapCommandRunner(TimeProvider timeProvider, ILogger<CliWrapCommandRunner> logger)
    : ICommandRunner
{
    /// <summary>How long a program has between SIGINT and SIGKILL.</summary>
    public static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(2);

    /// <summary>How long the silent pipes of a program that was stopped are kept: a grandchild may hold them open.</summary>
    public static readonly TimeSpan PipeGrace = TimeSpan.FromMilliseconds(500);

    /// <summary>The same for one that ended by itself, whose answer counts.</summary>
    /// <remarks>A program that is being started beside it holds them too, until it is loaded: on an emulated machine that takes more than half a second.</remarks>
    public static readonly TimeSpan DrainGrace = TimeSpan.FromMilliseconds(2500);

    private const int PermissionDenied = 13;
    private const int ExecFormatError = 8;
    private const int NoSuchFile = 2;

    private readonly ILogger _logger = logger;

    /// <inheritdoc />
    public async Task<CommandResult> RunAsync(CommandSpec spec, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(spec.Timeout, TimeSpan.Zero);
        using var deadline = new CancellationTokenSource(spec.Timeout, timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var captured = new CapturedOutput(spec.MaxOutput);
        return await SuperviseAsync(spec, captured, captured.KeepAsync, stop.Token, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<CommandResult> StreamLinesAsync(
        StreamSpec spec,
        Func<CommandLine, CancellationToken, ValueTask> onLine,
        CancellationToken cancellationToken)
    {
        var output = new LineSplitter(OutputSource.StandardOutput, spec.MaxLineBytes);
        var error = new LineSplitter(OutputSource.StandardError, spec.MaxLineBytes);

        async ValueTask OnChunkAsync(CommandChunk chunk, CancellationToken stop)
        {
            var splitter = chunk.Source == OutputSource.StandardOutput ? output : error;
            foreach (var line in splitter.Push(chunk.Bytes.Span))
            {
                await onLine(line, stop);
            }
        }

        var result = await StreamBytesAsync(spec, OnChunkAsync, cancellationToken);
        if (result is CommandResult.Exited)
        {
            await DeliverAsync(output.End(), onLine, cancellationToken);
            await DeliverAsync(error.End(), onLine, cancellationToken);
        }

        return result;
    }

    /// <inheritdoc />
    public async Task<CommandResult> StreamBytesAsync(
        StreamSpec spec,
        Func<CommandChunk, CancellationToken, ValueTask> onChunk,
        CancellationToken cancellationToken)
    {
        using var receiver = new StreamReceiver(spec, onChunk, timeProvider, cancellationToken);
        return await SuperviseAsync(spec, receiver.Captured, receiver.ReceiveAsync, receiver.Stop, cancellationToken);
    }

    private static async ValueTask DeliverAsync(CommandLine? line, Func<CommandLine, CancellationToken, ValueTask> onLine, CancellationToken cancellationToken)
    {
        if (line is not null)
        {
            await onLine(line.Value, cancellationToken);
        }
    }

    private async Task<CommandResult> SuperviseAsync(
        ProgramSpec spec,
        CapturedOutput captured,
        Func<CommandChunk, ValueTask> onChunk,
        CancellationToken stop,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var began = timeProvider.GetTimestamp();
        var (running, reason) = Start(spec, onChunk);
        if (running is null)
        {
            CommandNotStarted(spec.ProgramName, reason);
            return new CommandResult.NotStarted(reason);
        }

        using (running)
        {
            if (await running.WaitForExitAsync(stop))
            {
                await running.DrainAsync(DrainGrace, stop);
            }
            else
            {
                await running.StopAsync(StopGrace, PipeGrace);
            }

            return await ResultOfAsync(running, spec, captured, timeProvider.GetElapsedTime(began), cancellationToken);
        }
    }

    private async Task<CommandResult> ResultOfAsync(
        RunningCommand running,
        ProgramSpec spec,
        CapturedOutput captured,
        TimeSpan elapsed,
        CancellationToken cancellationToken)
    {
        var (output, error) = captured.ToTexts(running.ReadToEnd);
        if (running.ExitCode.IsCompletedSuccessfully)
        {
            var exitCode = await running.ExitCode;
            CommandFinished(spec.ProgramName, exitCode, (long)elapsed.TotalMilliseconds);
            return new CommandResult.Exited(exitCode, output, error, elapsed);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (running.ExitCode.IsFaulted)
        {
            // The receiver of the output threw; its exception is the caller's own.
            await running.ExitCode;
        }

        CommandTimedOut(spec.ProgramName, (long)elapsed.TotalMilliseconds);
        return new CommandResult.TimedOut(output, error, elapsed);
    }

    private (RunningCommand? Running, NotStartedReason Reason) Start(
        ProgramSpec spec,
        Func<CommandChunk, ValueTask> onChunk)
    {
        var (path, reason) = ProgramPath.Find(spec.Program, Environment.GetEnvironmentVariable("PATH"));
        if (path is null)
        {
            return (null, reason);
        }

        try
        {
            return (RunningCommand.Start(CommandFor(path, spec), spec.StandardInput, spec is StreamSpec { KeepsInputOpen: true }, onChunk, timeProvider), default);
        }
        catch (Win32Exception exception)
        {
            return (null, ReasonOf(exception));
        }
    }

    private static Command CommandFor(string path, ProgramSpec spec)
    {
        if (spec.Arguments.Any(argument => argument.Contains('\0', StringComparison.Ordinal)))
        {
            // The kernel would cut it there and run something else than was asked for.
            throw new ArgumentException("An argument must not contain NUL.", nameof(spec));
        }

#pragma warning disable RS0030 // This is the one door for processes that the ban points to.
        return Cli.Wrap(path)
#pragma warning restore RS0030
            .WithArguments(spec.Arguments)
            .WithWorkingDirectory("/")
            .WithEnvironmentVariables(
                CommandEnvironment.Changes(Environment.GetEnvironmentVariables(), spec.ExtraEnvironment))
            .WithValidation(CommandResultValidation.None);
    }

    // CliWrap wraps the exception of the system, which has the number, into one with the command's path.
    private static NotStartedReason ReasonOf(Win32Exception exception) =>
        (exception.InnerException as Win32Exception ?? exception).NativeErrorCode switch
        {
            NoSuchFile => NotStartedReason.NotFound,
            PermissionDenied or ExecFormatError => NotStartedReason.NotExecutable,
            _ => NotStartedReason.Refused,
        };

    [LoggerMessage(EventIds.CommandFinished, LogLevel.Debug, "{Program} exited with {ExitCode} after {Milliseconds} ms")]
    private partial void CommandFinished(string program, int exitCode, long milliseconds);

    [LoggerMessage(
        EventIds.CommandTimedOut,
        LogLevel.Debug,
        "{Program} did not end in time and was stopped after {Milliseconds} ms")]
    private partial void CommandTimedOut(string program, long milliseconds);

    [LoggerMessage(EventIds.CommandNotStarted, LogLevel.Debug, "{Program} could not be started: {Reason}")]
    private partial void CommandNotStarted(string program, NotStartedReason reason);
}
