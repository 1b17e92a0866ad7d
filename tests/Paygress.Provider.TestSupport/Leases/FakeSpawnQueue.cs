using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.TestSupport.Leases;

/// <summary>A spawn queue in memory that obeys the rules of the real one.</summary>
public sealed class FakeSpawnQueue : ISpawnQueue
{
    private readonly FakeBooks _books;

    internal FakeSpawnQueue(FakeBooks books) => _books = books;

    public Task<EnqueueResult> EnqueueAsync(Lease lease, ReadOnlyMemory<byte> fingerprint, QueueLimits limits, CancellationToken cancellationToken) =>
        Locked(() => EnqueueLocked(lease, fingerprint, limits));

    public Task<EnqueueResult?> RecogniseAsync(RequestId id, ReadOnlyMemory<byte> fingerprint, CancellationToken cancellationToken) =>
        Locked(() => RecogniseLocked(id, fingerprint));

    public Task<Lease?> TakeAsync(CancellationToken cancellationToken) => Locked(() =>
    {
        var index = _books.Waiting.FindIndex(row => !row.Taken && IsQueuedLocked(row.Id));
        if (index < 0)
        {
            return null;
        }

        var id = _books.Waiting[index].Id;
        _books.Waiting[index] = (id, true);
        return _books.Rows[id];
    });

    public Task CompleteAsync(LeaseId id, CancellationToken cancellationToken) => Locked(() => _books.Waiting.RemoveAll(row => row.Id == id));

    public Task GiveBackAsync(LeaseId id, CancellationToken cancellationToken) => Locked(() => GiveBackLocked(row => row == id));

    public Task GiveBackAllAsync(CancellationToken cancellationToken) => Locked(() => GiveBackLocked(_ => true));

    public Task<int> GetDepthAsync(CancellationToken cancellationToken) => Locked(() => _books.Waiting.Count(row => IsQueuedLocked(row.Id)));

    private EnqueueResult EnqueueLocked(Lease lease, ReadOnlyMemory<byte> fingerprint, QueueLimits limits)
    {
        if (RecogniseLocked(lease.RequestId, fingerprint) is { } known)
        {
            return known;
        }

        if (_books.Drain.IsDraining)
        {
            return new EnqueueResult.Draining();
        }

        if (_books.Waiting.Count(row => !row.Taken && IsQueuedLocked(row.Id)) >= limits.Waiting)
        {
            return new EnqueueResult.Full(limits.Waiting);
        }

        if (limits.OfOwner is { } most && _books.Rows.Values.Count(row => !row.IsOver && row.Owner == lease.Owner) >= most)
        {
            return new EnqueueResult.OwnerFull(lease.Owner, most);
        }

        _books.Fingerprints[lease.Id] = fingerprint.ToArray();
        _books.Waiting.Add((lease.Id, false));
        return new EnqueueResult.Enqueued(_books.StoreLocked(lease, "Enqueued", null, lease.CreatedAt));
    }

    private EnqueueResult? RecogniseLocked(RequestId id, ReadOnlyMemory<byte> fingerprint)
    {
        if (_books.Rows.Values.SingleOrDefault(row => row.RequestId == id) is not { } known)
        {
            return null;
        }

        var before = _books.Fingerprints.GetValueOrDefault(known.Id, []);
        return fingerprint.Span.SequenceEqual(before) ? new EnqueueResult.Known(known) : new EnqueueResult.Conflict();
    }

    private int GiveBackLocked(Func<LeaseId, bool> wanted)
    {
        for (var i = 0; i < _books.Waiting.Count; i++)
        {
            var (id, taken) = _books.Waiting[i];
            _books.Waiting[i] = (id, taken && !wanted(id));
        }

        return _books.Waiting.RemoveAll(row => !IsQueuedLocked(row.Id));
    }

    private bool IsQueuedLocked(LeaseId id) => _books.Rows[id].State is LeaseState.Queued;

    private Task<T> Locked<T>(Func<T> work)
    {
        lock (_books.Gate)
        {
            return Task.FromResult(work());
        }
    }
}
