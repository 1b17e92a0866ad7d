namespace Paygress.Provider.Core.Spawning;

/// <summary>The right to work on one spawn. It is put aside while waiting for an image, so that a slow registry stops nobody else.</summary>
public sealed class SpawnSlot(SpawnSlots slots) : IDisposable
{
    private bool _held = true;

    /// <summary>Gives the slot back while <paramref name="wait"/> runs, and queues for one again after it.</summary>
    public async Task<T> AsideAsync<T>(Func<Task<T>> wait, CancellationToken cancellationToken)
    {
        Dispose();
        var result = await wait();
        await slots.WaitAsync(cancellationToken);
        _held = true;
        return result;
    }

    public void Dispose()
    {
        if (_held)
        {
            _held = false;
            slots.Release();
        }
    }
}
