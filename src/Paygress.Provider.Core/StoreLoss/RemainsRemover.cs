using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Reconciliation;

namespace Paygress.Provider.Core.StoreLoss;

/// <summary>Removes, by an operator's order alone, what is ours of a lease that is not in the books.</summary>
public sealed class RemainsRemover(HostInventoryReader inventory, ILeaseStore store, LeaseEndKeepers ends, OrphanRemover orphans)
{
    /// <summary>Removes all of a lease, else of a vmid, and verifies it. Gives what it was; nothing when there was nothing.</summary>
    public async Task<HostResult<ImmutableArray<AuditFinding>>> RemoveAsync(LeaseId? leaseId, Vmid? vmid, CancellationToken cancellationToken)
    {
        var seen = await FindAsync(leaseId, vmid, cancellationToken);
        if (seen is not HostResult<Remains>.Done { Value: var remains })
        {
            return seen.As<ImmutableArray<AuditFinding>>();
        }

        if (remains.IsEmpty)
        {
            return HostResult.Of(ImmutableArray<AuditFinding>.Empty);
        }

        if (await TakeDownAsync(remains, cancellationToken) is { Error: not null } failed)
        {
            return failed.As<ImmutableArray<AuditFinding>>();
        }

        return await FindAsync(leaseId, vmid, cancellationToken) switch
        {
            HostResult<Remains>.Done { Value: { IsEmpty: false } left } => HostResult.Failed<ImmutableArray<AuditFinding>>(
                ErrorCodes.BackendError, $"removed, but still there: {string.Join(", ", left.All.Select(f => f.Name))}"),
            HostResult<Remains>.Done => HostResult.Of(remains.All),
            var other => other.As<ImmutableArray<AuditFinding>>(),
        };
    }

    private async Task<HostResult<Remains>> FindAsync(LeaseId? leaseId, Vmid? vmid, CancellationToken cancellationToken)
    {
        var seen = await inventory.ReadAsync(cancellationToken);
        if (seen is not HostResult<HostInventory>.Done { Value: var host })
        {
            return seen.As<Remains>();
        }

        return await ends.ListAsync(cancellationToken) switch
        {
            // The books after the host: what a spawn made in between is then explained.
            HostResult<ImmutableArray<KeptEnds>>.Done { Value: var kept } => HostResult.Of(Remains.Find(host with { Ends = kept }, await store.ListAsync(LeaseStates.Live, cancellationToken), leaseId, vmid)),
            var other => other.As<Remains>(),
        };
    }

    // In the order in which they hold each other.
    private async Task<HostResult<Nothing>> TakeDownAsync(Remains remains, CancellationToken cancellationToken)
    {
        foreach (var container in remains.Host.Containers)
        {
            if (await orphans.ReleaseAsync(container, cancellationToken) is { IsDone: false } failed)
            {
                return failed;
            }
        }

        foreach (var trace in remains.Host.Volumes)
        {
            if (await orphans.ReleaseAsync(trace, cancellationToken) is { IsDone: false } failed)
            {
                return failed;
            }
        }

        foreach (var id in remains.Ends.Select(e => e.LeaseId).Distinct())
        {
            if (await ends.ForgetAsync(id, cancellationToken) is { IsDone: false } failed)
            {
                return failed;
            }
        }

        return HostResult.Done;
    }
}
