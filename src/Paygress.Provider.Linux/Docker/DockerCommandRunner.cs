using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Bounds how many docker clients run at once, and spares a docker that does not answer: then one client at a time asks whether it does again.</summary>
/// <remarks>Streams have an owner and an end of their own and are not counted.</remarks>
internal sealed class DockerCommandRunner(ICommandRunner inner, DockerOptions options, IProviderMeter meter, TimeProvider timeProvider) : ICommandRunner, IDisposable
{
    /// <summary>The most clients at once. More do not make a docker of a few cores any faster.</summary>
    public const int MaxAtOnce = 32;

    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _free = new(MaxAtOnce, MaxAtOnce);
    private readonly Lock _lock = new();
    private Task? _ping;
    private bool _silent;

    public void Dispose() => _free.Dispose();

    /// <inheritdoc />
    public async Task<CommandResult> RunAsync(CommandSpec spec, CancellationToken cancellationToken)
    {
        if (!await AnswersAsync(cancellationToken))
        {
            return Measure(spec, new CommandResult.NotStarted(NotStartedReason.Silent));
        }

        if (!await TakeAsync(spec.Timeout, cancellationToken))
        {
            return Measure(spec, new CommandResult.NotStarted(NotStartedReason.Crowded));
        }

        try
        {
            return Note(Measure(spec, await inner.RunAsync(spec, cancellationToken)));
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc />
    public Task<CommandResult> StreamLinesAsync(StreamSpec spec, Func<CommandLine, CancellationToken, ValueTask> onLine, CancellationToken cancellationToken) =>
        inner.StreamLinesAsync(spec, onLine, cancellationToken);

    /// <inheritdoc />
    public Task<CommandResult> StreamBytesAsync(StreamSpec spec, Func<CommandChunk, CancellationToken, ValueTask> onChunk, CancellationToken cancellationToken) =>
        inner.StreamBytesAsync(spec, onChunk, cancellationToken);

    private async Task<bool> TakeAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(patience, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await _free.WaitAsync(both.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        Task ping;
        lock (_lock)
        {
            if (!_silent)
            {
                return true;
            }

            ping = _ping ??= Task.Run(PingAsync, CancellationToken.None);
        }

        await ping.WaitAsync(cancellationToken);
        lock (_lock)
        {
            return !_silent;
        }
    }

    // For all who wait at that moment; whoever cancels his own wait does not end it.
    private async Task PingAsync()
    {
        var version = new CommandSpec { Program = options.Program, Arguments = DockerArguments.Version(), Timeout = PingTimeout };
        try
        {
            Note(Measure(version, await inner.RunAsync(version, CancellationToken.None)));
        }
        finally
        {
            lock (_lock)
            {
                _ping = null;
            }
        }
    }

    private CommandResult Measure(CommandSpec spec, CommandResult result)
    {
        var (ending, took) = result switch
        {
            CommandResult.Exited x => (x.Succeeded ? DockerCallEnding.Done : DockerCallEnding.Refused, x.Elapsed),
            CommandResult.TimedOut x => (DockerCallEnding.Silent, x.Elapsed),
            _ => (DockerCallEnding.NotAsked, TimeSpan.Zero),
        };
        meter.DockerAsked(VerbOf(spec), ending, took);
        return result;
    }

    // "volume create", but "create".
    private static string VerbOf(CommandSpec spec) =>
        string.Join(' ', spec.Arguments.Take(spec.Arguments[0] is "container" or "image" or "network" or "volume" ? 2 : 1));

    private CommandResult Note(CommandResult result)
    {
        lock (_lock)
        {
            // A refusal is an answer, and so is a daemon that is not there: only silence costs time and clients.
            _silent = result is CommandResult.TimedOut || (_silent && result is not CommandResult.Exited);
        }

        return result;
    }
}
