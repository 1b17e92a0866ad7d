using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Reconciliation;

namespace Paygress.Provider.Core.StoreLoss;

/// <summary>What is ours on the host of one lease, or of one vmid, that no lease in the books explains.</summary>
/// <param name="Host">Its containers and volumes.</param>
/// <param name="Ends">What keepers of ends have of it: of which kind, and of which lease.</param>
public sealed record Remains(HostInventory Host, ImmutableArray<(string Kind, LeaseId LeaseId)> Ends)
{
    public bool IsEmpty => Host.Containers.IsEmpty && Host.Volumes.IsEmpty && Ends.IsEmpty;

    /// <summary>Each as an operator would look for it.</summary>
    public ImmutableArray<AuditFinding> All =>
    [
        .. Host.Containers.Select(c => new AuditFinding("container", c.Name, c.Vmid, c.LeaseId, "removed")),
        .. Host.Volumes.Select(v => new AuditFinding(AuditRule.KindOf(v.Kind), v.Name, v.Vmid, v.LeaseId, "removed")),
        .. Ends.Select(e => new AuditFinding(e.Kind, e.LeaseId.ToString(), null, e.LeaseId, "removed")),
    ];

    /// <summary>Finds what there is of a lease, else of a vmid.</summary>
    /// <param name="live">The leases that are not over: what they explain is never among it.</param>
    public static Remains Find(HostInventory host, ImmutableArray<Lease> live, LeaseId? leaseId, Vmid? vmid)
    {
        bool IsOf(LeaseId? itsLease, Vmid? itsVmid) => leaseId is not null ? itsLease == leaseId : vmid is not null && itsVmid == vmid;

        var orphans = Orphans.Find(host, live);
        var found = new HostInventory([.. orphans.Containers.Where(c => IsOf(c.LeaseId, c.Vmid))], [.. orphans.Volumes.Where(v => IsOf(v.LeaseId, v.Vmid))], []);
        var leases = found.Containers.Select(c => c.LeaseId).Concat(found.Volumes.Select(v => v.LeaseId)).Append(leaseId).OfType<LeaseId>()
            .Except(live.Select(l => l.Id)).ToImmutableArray();
        return new Remains(found, [.. host.Ends.SelectMany(ends => leases.Where(ends.Leases.Contains).Select(id => (ends.Kind, id)))]);
    }
}
