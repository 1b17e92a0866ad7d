using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Reconciliation;

namespace Paygress.Provider.Core.StoreLoss;

/// <summary>Finds out that the books are an older copy, put in the place of those that made what is on the host.</summary>
public sealed partial class BooksAge(BooksSpan span, ILeaseStore store, IOrphanSwitch removal, OrphanPolicy policy, IWallClock wall, ILogger<BooksAge> logger)
{
    /// <summary>Forbids the removal of what is unexplained, for good, if anything of it shows that the books are older.</summary>
    /// <param name="unexplained">What no live lease explains.</param>
    public async Task CheckAsync(HostInventory unexplained, CancellationToken cancellationToken)
    {
        if (!policy.MayRemove || await FindNewerAsync(unexplained, cancellationToken) is not { } newer)
        {
            return;
        }

        // Written first: the next start finds newer entries, and could not tell any more.
        await removal.ForbidAsync(cancellationToken);
        policy.Forbid();
        StoreOlderThanHost(newer.Name, newer.LeaseId, span.KnownUntil);
    }

    // A lease is in the books before anything is made for it, and leaves them long after it is gone.
    private async Task<(string Name, LeaseId LeaseId)?> FindNewerAsync(HostInventory unexplained, CancellationToken cancellationToken)
    {
        var made = unexplained.Containers.Select(c => (c.Name, c.LeaseId, c.CreatedAt)).Concat(unexplained.Volumes.Select(v => (v.Name, v.LeaseId, v.CreatedAt)));
        foreach (var (name, leaseId, createdAt) in made)
        {
            if (leaseId is { } id && createdAt is { } at && span.Misses(wall.FromWall(at)) && await store.FindAsync(id, cancellationToken) is null)
            {
                return (name, id);
            }
        }

        return null;
    }

    [LoggerMessage(EventIds.StoreOlderThanHost, LogLevel.Error, "The store is an older copy: {Name} of lease {LeaseId} was made after its last entry, of {KnownUntil:O}, and it does not know the lease. Nothing unexplained is removed; run 'paygress-provider audit'")]
    private partial void StoreOlderThanHost(string name, LeaseId leaseId, DateTimeOffset? knownUntil);
}
