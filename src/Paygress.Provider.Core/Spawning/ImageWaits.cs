using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Spawning;

/// <summary>Leases that wait for their image: whoever releases one ends its wait, and the last one who waits ends the fetch.</summary>
public sealed class ImageWaits(ILeaseStore store)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<LeaseId, CancellationTokenSource> _waits = [];

    /// <summary>Waits until the image is there, or is known not to come; gives none when the lease is released first.</summary>
    public async Task<HostResult<HostImage>?> WaitAsync(LeaseId id, Func<CancellationToken, Task<HostResult<HostImage>>> fetch, CancellationToken stopping)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Put(id, wait);
        try
        {
            // Whoever released it a moment ago did not find its wait yet.
            return await store.FindAsync(id, stopping) is { State: LeaseState.Provisioning } ? await fetch(wait.Token) : null;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested && wait.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            Remove(id);
        }
    }

    /// <summary>Ends the wait of one lease, if it waits.</summary>
    public Task EndAsync(LeaseId id)
    {
        lock (_lock)
        {
            return _waits.TryGetValue(id, out var wait) ? wait.CancelAsync() : Task.CompletedTask;
        }
    }

    private void Put(LeaseId id, CancellationTokenSource wait)
    {
        lock (_lock)
        {
            _waits[id] = wait;
        }
    }

    private void Remove(LeaseId id)
    {
        lock (_lock)
        {
            _waits.Remove(id);
        }
    }
}
