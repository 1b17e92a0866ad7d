using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Admission;

/// <summary>What the leases in the books hold, and where the next search for a number begins.</summary>
public sealed record Reservations
{
    /// <summary>The leases that reserve: provisioning, active, locked, evicting.</summary>
    public required ImmutableArray<Lease> Leases { get; init; }

    /// <summary>The vmid handed out last, so that a number rests before it is used again; 0 when none was.</summary>
    public required int LastVmid { get; init; }

    /// <summary>The host port handed out last; 0 when none was.</summary>
    public required int LastPort { get; init; }

    public int CpuMillicores => Leases.Sum(l => l.Workload.Tier.CpuMillicores);

    public long MemoryBytes => Leases.Sum(l => l.Workload.Tier.MemoryBytes);

    public long StorageBytes => Leases.Sum(l => l.Workload.Tier.StorageBytes);
}
