using CliWrap;

namespace Paygress.Provider.Linux.Commands;

/// <summary>
/// One started program: when it exits, when its pipes end, and how it is stopped. CliWrap alone returns when both pipes
/// are closed, which a grandchild that inherited them can put off for as long as it likes.
/// </summary>
internal sealed class RunningCommand : IDisposable
{
    private readonly CancellationTokenSource _interrupt = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly OutputPump _pump;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _timeProvider;

    private RunningCommand(OutputPump pump, TimeProvider timeProvider)
    {
        _pump = pump;
        _timeProvider = timeProvider;
        ExitCode = Task.FromResult(0);
    }

    /// <summary>
    /// The exit code, once the program is gone and its pipes are closed or given up. Faulted when the receiver of output
    /// failed, cancelled when the program was stopped.
    /// </summary>
    public Task<int> ExitCode { get; private set; }

    /// <summary>Whether both pipes were read to their ends.</summary>
    public bool ReadToEnd => ExitCode.IsCompleted && !_pump.IsStopped;

    /// <summary>Starts the program.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The system refused.</exception>
    public static RunningCommand Start(
        Command command,
        ReadOnlyMemory<byte> standardInput,
        bool keepsInputOpen,
        Func<CommandChunk, ValueTask> onChunk,
        TimeProvider timeProvider)
    {
        var running = new RunningCommand(new OutputPump(onChunk), timeProvider);
        try
        {
            running.ExitCode = running.ExecuteAsync(command, standardInput, keepsInputOpen);
            return running;
        }
        catch
        {
            running.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the program exits; <see langword="false"/> when <paramref name="stop"/> came first.</summary>
    public async Task<bool> WaitForExitAsync(CancellationToken stop)
    {
        await _exited.Task.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _exited.Task.IsCompleted;
    }

    /// <summary>
    /// Stops the program: SIGINT, and after <paramref name="grace"/> SIGKILL for it and all its descendants. Then its
    /// pipes are given up.
    /// </summary>
    public async Task StopAsync(TimeSpan grace, TimeSpan pipeGrace)
    {
        await _interrupt.CancelAsync();
        if (!await CompletesAsync(_exited.Task, grace, CancellationToken.None))
        {
            await _kill.CancelAsync();
        }

        await CompletesAsync(ExitCode, pipeGrace, CancellationToken.None);
        await LeavePipesAsync(pipeGrace);
    }

    /// <summary>
    /// Reads what is left in the pipes of a program that is gone. They are given up when they were silent for
    /// <paramref name="pipeGrace"/> (somebody else holds them open) or when <paramref name="stop"/> comes.
    /// </summary>
    public async Task DrainAsync(TimeSpan pipeGrace, CancellationToken stop)
    {
        do
        {
            _pump.MarkSilent();
        }
        while (!await CompletesAsync(ExitCode, pipeGrace, stop) && !stop.IsCancellationRequested && !_pump.WasSilent);

        await LeavePipesAsync(pipeGrace);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // A program that even SIGKILL does not end (it waits for a disk) is left behind, with what it still uses.
        if (ExitCode.IsCompleted)
        {
            _interrupt.Dispose();
            _kill.Dispose();
            _pump.Dispose();
        }
    }

    private async Task LeavePipesAsync(TimeSpan pipeGrace)
    {
        if (!ExitCode.IsCompleted)
        {
            await _pump.StopAsync();
            await CompletesAsync(ExitCode, pipeGrace, CancellationToken.None);
        }
    }

    private async Task<bool> CompletesAsync(Task task, TimeSpan limit, CancellationToken stop)
    {
        await task.WaitAsync(limit, _timeProvider, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }

    private Task<int> ExecuteAsync(Command command, ReadOnlyMemory<byte> standardInput, bool keepsInputOpen)
    {
        // Not async, so that a failure to start is thrown here and not kept in the task.
        var execution = command
            .WithStandardInputPipe(PipeSource.Create((stream, gone) => WriteAsync(stream, standardInput, keepsInputOpen, gone)))
            .WithStandardOutputPipe(_pump.TargetFor(OutputSource.StandardOutput))
            .WithStandardErrorPipe(_pump.TargetFor(OutputSource.StandardError))
            .ExecuteAsync(_kill.Token, _interrupt.Token);
        return ExitCodeOfAsync(execution);
    }

    // CliWrap cancels the writing to standard input when the program has exited (or was killed): the only sign of it
    // that does not wait for the output pipes. It also swallows the broken pipe of a program that does not read.
    private async Task WriteAsync(Stream stream, ReadOnlyMemory<byte> bytes, bool keepsOpen, CancellationToken gone)
    {
        gone.Register(() => _exited.TrySetResult());
        await stream.WriteAsync(bytes, gone);
        if (keepsOpen)
        {
            await stream.FlushAsync(gone);
            await Task.Delay(Timeout.InfiniteTimeSpan, _timeProvider, gone);
        }
    }

    private static async Task<int> ExitCodeOfAsync(CommandTask<CliWrap.CommandResult> execution) =>
        (await execution).ExitCode;
}
