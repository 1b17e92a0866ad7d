using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Reconciliation;

/// <summary>Finds what is ours on the host and belongs to no lease in the books.</summary>
public static class Orphans
{
    /// <summary>What no live lease explains.</summary>
    public static HostInventory Find(HostInventory host, ImmutableArray<Lease> live)
    {
        var reserving = live.Where(l => l.IsReserving).ToImmutableArray();
        var leases = reserving.Select(l => l.Id).ToHashSet();
        var containers = reserving.Select(l => l.ContainerId).ToHashSet();
        var vmids = reserving.Select(l => l.Vmid).ToHashSet();
        var requests = live.Where(l => l.State is LeaseState.Queued or LeaseState.Provisioning).Select(l => l.RequestId).ToHashSet();
        return new HostInventory(
            // The books' own id of a container explains it too, whatever can be read of its label.
            [.. host.Containers.Where(c => !containers.Contains(c.Id) && (c.LeaseId is not { } id || !leases.Contains(id)))],

            // Half-made volumes carry no lease id yet; then the vmid, which is reserved, explains them.
            [.. host.Volumes.Where(v => v.LeaseId is { } id ? !leases.Contains(id) : v.Vmid is null || !vmids.Contains(v.Vmid))],
            [.. host.EnvironmentFiles.Where(e => !requests.Contains(e.Id))]);
    }
}
