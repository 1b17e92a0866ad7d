using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Volumes;

/// <summary>A data volume of one lease.</summary>
/// <param name="IsEncrypted">True when it can only be opened with the tenant's key.</param>
public sealed record VolumeSpec(LeaseId LeaseId, Vmid Vmid, long SizeBytes, bool IsEncrypted = false)
{
    /// <summary>The volume of a lease; none when its workload has no data path.</summary>
    public static VolumeSpec? For(Lease lease) =>
        lease.Workload.DataPath is not null && lease.Vmid is { } vmid
            ? new VolumeSpec(lease.Id, vmid, lease.Workload.Tier.StorageBytes, lease.Workload.Encrypted)
            : null;
}
