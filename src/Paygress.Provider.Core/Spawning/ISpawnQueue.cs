using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Spawning;

/// <summary>The durable queue of accepted requests. A request source only enqueues.</summary>
public interface ISpawnQueue
{
    /// <summary>Puts a queued lease into the books and at the end of the queue, in one transaction; durable when it returns.</summary>
    /// <remarks>Once draining is stored none comes in any more: whoever counts the leases then has counted the last.</remarks>
    /// <param name="fingerprint">Tells the same request from another one with the same id.</param>
    Task<EnqueueResult> EnqueueAsync(Lease lease, ReadOnlyMemory<byte> fingerprint, QueueLimits limits, CancellationToken cancellationToken);

    /// <summary><see cref="EnqueueResult.Known"/> or <see cref="EnqueueResult.Conflict"/> for a request id that was given before; none for a new one.</summary>
    Task<EnqueueResult?> RecogniseAsync(RequestId id, ReadOnlyMemory<byte> fingerprint, CancellationToken cancellationToken);

    /// <summary>Takes the oldest that nobody has taken; none when nobody waits.</summary>
    Task<Lease?> TakeAsync(CancellationToken cancellationToken);

    /// <summary>Removes one for good: its lease has left the state <c>queued</c>.</summary>
    Task CompleteAsync(LeaseId id, CancellationToken cancellationToken);

    /// <summary>Puts one that was taken back to its place.</summary>
    Task GiveBackAsync(LeaseId id, CancellationToken cancellationToken);

    /// <summary>Puts back all that were taken by a process that is no more, and drops those whose lease is not queued.</summary>
    Task GiveBackAllAsync(CancellationToken cancellationToken);

    /// <summary>How many wait or are taken.</summary>
    Task<int> GetDepthAsync(CancellationToken cancellationToken);
}
