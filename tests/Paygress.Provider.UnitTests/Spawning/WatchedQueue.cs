using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.UnitTests.Spawning;

/// <summary>A queue that tells of each request in the moment in which it is taken.</summary>
internal sealed class WatchedQueue(ISpawnQueue inner, Action<Lease> taken) : ISpawnQueue
{
    public async Task<Lease?> TakeAsync(CancellationToken cancellationToken)
    {
        var lease = await inner.TakeAsync(cancellationToken);
        if (lease is not null)
        {
            taken(lease);
        }

        return lease;
    }

    public Task<EnqueueResult> EnqueueAsync(Lease lease, ReadOnlyMemory<byte> fingerprint, QueueLimits limits, CancellationToken cancellationToken) =>
        inner.EnqueueAsync(lease, fingerprint, limits, cancellationToken);

    public Task<EnqueueResult?> RecogniseAsync(RequestId id, ReadOnlyMemory<byte> fingerprint, CancellationToken cancellationToken) =>
        inner.RecogniseAsync(id, fingerprint, cancellationToken);

    public Task CompleteAsync(LeaseId id, CancellationToken cancellationToken) => inner.CompleteAsync(id, cancellationToken);

    public Task GiveBackAsync(LeaseId id, CancellationToken cancellationToken) => inner.GiveBackAsync(id, cancellationToken);

    public Task GiveBackAllAsync(CancellationToken cancellationToken) => inner.GiveBackAllAsync(cancellationToken);

    public Task<int> GetDepthAsync(CancellationToken cancellationToken) => inner.GetDepthAsync(cancellationToken);
}
