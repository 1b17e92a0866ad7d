using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Eviction;

/// <summary>Ends what is due: expired leases and further tries of evictions. Batches run side by side; no one waits for a stubborn one.</summary>
public sealed partial class LeaseCleanup(
    ILeaseStore store,
    LeaseExpiry expiry,
    LeaseEvictor evictor,
    KeyedLocks<LeaseId> locks,
    LeaseWork work,
    IOptions<CleanupOptions> options,
    ILogger<LeaseCleanup> logger)
{
    // Not "in hand" at large: a lease whose image is still being pulled is evicted at once.
    private readonly ConcurrentDictionary<LeaseId, byte> _inHand = new();

    // Leases that are stopped although the books could not be told yet: how often, and when again.
    private readonly Dictionary<LeaseId, (int Tries, DateTimeOffset Next)> _unbooked = [];

    /// <summary>Begins to end all that is due at <paramref name="now"/> and not in hand already. Returns without waiting for it.</summary>
    /// <inheritdoc cref="ExpireDueAsync"/>
    public async Task EvictDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outcome = await TryExpireDueAsync(now, cancellationToken);
        foreach (var batch in outcome.Due.Where(id => !_inHand.ContainsKey(id)).Chunk(options.Value.BatchSize))
        {
            BeginBatch(batch, cancellationToken);
        }

        outcome.Unwritable?.Throw();
    }

    /// <summary>Writes down that the time of the due leases is up; gives all that are to be evicted now.</summary>
    /// <exception cref="DbException">The books can't be written. The containers of the leases that are over are being stopped all the same: nothing runs unpaid.</exception>
    public async Task<ImmutableArray<LeaseId>> ExpireDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outcome = await TryExpireDueAsync(now, cancellationToken);
        outcome.Unwritable?.Throw();
        return outcome.Due;
    }

    private async Task<ExpiryOutcome> TryExpireDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outcome = await expiry.ExpireDueAsync(now, cancellationToken);
        Array.ForEach([.. _unbooked.Keys.Except(outcome.Refused.Select(r => r.Lease.Id))], id => _unbooked.Remove(id));
        foreach (var refused in outcome.Refused)
        {
            StopUnbooked(refused, now, cancellationToken);
        }

        return outcome;
    }

    // Again and again while the books can't be told: docker may not have listened.
    private void StopUnbooked(UnbookedLease refused, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lease = refused.Lease;
        var (tries, next) = _unbooked.GetValueOrDefault(lease.Id);
        if (tries == 0)
        {
            LeaseExpiredUnbooked(lease.Id, lease.Vmid, refused.Reason);
        }
        else if (now < next || work.IsInHand(lease.Id))
        {
            return;
        }

        _unbooked[lease.Id] = (tries + 1, now + Backoff.Next(tries));
        work.Begin([lease.Id], () => evictor.StopAsync([lease], cancellationToken));
    }

    // Leases whose lock is held (a spawn or restart is under way) go one by one, so that the batch does not wait for them.
    private void BeginBatch(LeaseId[] batch, CancellationToken cancellationToken)
    {
        var busy = batch.Where(locks.IsHeld).ToHashSet();
        foreach (var id in busy)
        {
            Begin([id], cancellationToken);
        }

        Begin([.. batch.Where(id => !busy.Contains(id))], cancellationToken);
    }

    private void Begin(ImmutableArray<LeaseId> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            _inHand.TryAdd(id, 0);
        }

        work.Begin(ids, () => EvictAsync(ids, cancellationToken), () => LetGo(ids));
    }

    private void LetGo(ImmutableArray<LeaseId> ids)
    {
        foreach (var id in ids)
        {
            _inHand.TryRemove(id, out _);
        }
    }

    private async Task EvictAsync(ImmutableArray<LeaseId> ids, CancellationToken cancellationToken)
    {
        var held = new List<IDisposable>();
        try
        {
            var evicting = ImmutableArray.CreateBuilder<Lease>();
            foreach (var id in ids)
            {
                held.Add(await locks.AcquireAsync(id, cancellationToken));

                // Read again under the lock: it may have ended meanwhile, and its vmid be somebody else's.
                if (await store.FindAsync(id, cancellationToken) is { State: LeaseState.Evicting } lease)
                {
                    evicting.Add(lease);
                }
            }

            await evictor.EvictAsync(evicting.ToImmutable(), cancellationToken);
        }
        finally
        {
            held.ForEach(h => h.Dispose());
        }
    }

    [LoggerMessage(EventIds.LeaseExpiredUnbooked, LogLevel.Error, "Lease {LeaseId} ({Vmid}) is over and the books can't be told: {Reason}; its container is stopped all the same")]
    private partial void LeaseExpiredUnbooked(LeaseId leaseId, Vmid? vmid, string reason);
}
