namespace Paygress.Provider.Linux.Commands;

/// <summary>
/// Gives the output of a long-lived program to its receiver, one call at a time, and watches that both go on: a receiver that takes its time is not the program's silence.
/// </summary>
internal sealed class StreamReceiver : IDisposable
{
    private readonly Func<CommandChunk, CancellationToken, ValueTask> _onChunk;
    private readonly StreamSpec _spec;
    private readonly CancellationTokenSource _idle;
    private readonly CancellationTokenSource _failed = new();
    private readonly CancellationTokenSource _stop;
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>The idle time begins now.</summary>
    public StreamReceiver(
        StreamSpec spec,
        Func<CommandChunk, CancellationToken, ValueTask> onChunk,
        TimeProvider timeProvider,
        CancellationToken owner)
    {
        _onChunk = onChunk;
        _spec = spec;
        _idle = new CancellationTokenSource(spec.IdleLimit, timeProvider);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(owner, _idle.Token, _failed.Token);
        Stop = _stop.Token;
    }

    /// <summary>Cancelled when the program is to be ended: by its owner, by silence, or because the receiver failed or was stuck.</summary>
    public CancellationToken Stop { get; }

    /// <summary>Standard error as it is kept for the result.</summary>
    public CapturedOutput Captured { get; } = new(maxOutput: 0);

    /// <summary>Takes the next bytes.</summary>
    public async ValueTask ReceiveAsync(CommandChunk chunk)
    {
        await _oneAtATime.WaitAsync(Stop);
        try
        {
            _idle.CancelAfter(_spec.ReceiverLimit);
            if (chunk.Source == OutputSource.StandardError)
            {
                await Captured.KeepAsync(chunk);
            }

            await _onChunk(chunk, Stop);
            _idle.CancelAfter(_spec.IdleLimit);
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
