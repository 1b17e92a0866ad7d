namespace Paygress.Provider.Core.Spawning;

/// <summary>Bounds how many spawns are worked on at a time.</summary>
public sealed class SpawnSlots(int count) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count, count);

    /// <summary>Waits for a place; whoever got one gives it back by <see cref="Release"/> or by disposing what <see cref="Hold"/> gives.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    /// <summary>Gives a place back.</summary>
    public void Release() => _free.Release();

    /// <summary>Makes a holder of a place that was waited for.</summary>
    public SpawnSlot Hold() => new(this);

    public void Dispose() => _free.Dispose();
}
