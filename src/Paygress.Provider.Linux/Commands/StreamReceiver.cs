namespace Paygress.Provider.Linux.Commands;

/// <summary>
/// Gives the output of a long-lived program to its receiver, one call at a time, and watches that the program goes on: a receiver that takes its time is not its silence.
/// </summary>
internal sealed class StreamReceiver : IDisposable
{
    private readonly Func<CommandChunk, CancellationToken, ValueTask> _onChunk;
    private readonly TimeSpan _idleLimit;
    private readonly CancellationTokenSource _idle;
    private readonly CancellationTokenSource _failed = new();
    private readonly CancellationTokenSource _stop;
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>The idle time begins now.</summary>
    public StreamReceiver(
        Func<CommandChunk, CancellationToken, ValueTask> onChunk,
        TimeSpan idleLimit,
        TimeProvider timeProvider,
        CancellationToken owner)
    {
        _onChunk = onChunk;
        _idleLimit = idleLimit;
        _idle = new CancellationTokenSource(idleLimit, timeProvider);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(owner, _idle.Token, _failed.Token);
        Stop = _stop.Token;
    }

    /// <summary>Cancelled when the program is to be ended: by its owner, by silence, or because the receiver failed.</summary>
    public CancellationToken Stop { get; }

    /// <summary>Standard error as it is kept for the result.</summary>
    public CapturedOutput Captured { get; } = new(maxOutput: 0);

    /// <summary>Takes the next bytes.</summary>
    public async ValueTask ReceiveAsync(CommandChunk chunk)
    {
        await _oneAtATime.WaitAsync(Stop);
        try
        {
            _idle.CancelAfter(Timeout.InfiniteTimeSpan);
            if (chunk.Source == OutputSource.StandardError)
            {
                await Captured.KeepAsync(chunk);
            }

            await _onChunk(chunk, Stop);
            _idle.CancelAfter(_idleLimit);
        }
        catch
        {
            await _failed.CancelAsync();
            throw;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stop.Dispose();
        _idle.Dispose();
        _failed.Dispose();
        _oneAtATime.Dispose();
    }
}
