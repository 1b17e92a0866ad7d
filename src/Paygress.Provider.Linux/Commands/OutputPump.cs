using CliWrap;

namespace Paygress.Provider.Linux.Commands;

/// <summary>Reads both output pipes of a program and hands the bytes on, until their ends or until it is told to stop.</summary>
internal sealed class OutputPump : IDisposable
{
    private const int ReadSize = 16 * 1024;

    private readonly Func<CommandChunk, ValueTask> _onChunk;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private int _busy;
    private int _progress;
    private int _mark;

    /// <summary>Prepares the reading; <paramref name="onChunk"/> is called for both pipes at once.</summary>
    public OutputPump(Func<CommandChunk, ValueTask> onChunk)
    {
        _onChunk = onChunk;
        _stopped = _stop.Token;
    }

    /// <summary>Whether reading was given up before the end.</summary>
    public bool IsStopped => _stopped.IsCancellationRequested;

    /// <summary>Whether nothing was read since <see cref="MarkSilent"/>, and not because the receiver is busy.</summary>
    public bool WasSilent => Volatile.Read(ref _busy) == 0 && Volatile.Read(ref _progress) == _mark;

    /// <summary>Begins a time of silence.</summary>
    public void MarkSilent() => _mark = Volatile.Read(ref _progress);

    /// <summary>Gives up what has not been read.</summary>
    public Task StopAsync() => _stop.CancelAsync();

    /// <summary>The reader of one of the pipes.</summary>
    public PipeTarget TargetFor(OutputSource source) => PipeTarget.Create((stream, _) => PumpAsync(source, stream));

    /// <inheritdoc />
    public void Dispose() => _stop.Dispose();

    private async Task PumpAsync(OutputSource source, Stream stream)
    {
        var buffer = new byte[ReadSize];
        for (var read = await ReadAsync(stream, buffer); read > 0; read = await ReadAsync(stream, buffer))
        {
            Interlocked.Increment(ref _busy);
            Interlocked.Increment(ref _progress);
            try
            {
                await _onChunk(new CommandChunk(source, buffer.AsMemory(0, read)));
            }
            finally
            {
                Interlocked.Increment(ref _progress);
                Interlocked.Decrement(ref _busy);
            }
        }
    }

    private async Task<int> ReadAsync(Stream stream, Memory<byte> buffer)
    {
        try
        {
            return await stream.ReadAsync(buffer, _stopped);
        }
        catch (OperationCanceledException) when (IsStopped)
        {
            return 0;
        }
    }
}
