using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Disk;

/// <summary>Says whose container fills the disk. Pure.</summary>
public static class DiskHog
{
    /// <summary>Whoever wrote less is not the reason: nothing would be won by ending it. Bytes.</summary>
    public const long Least = 64L << 20;

    /// <summary>The lease whose container has grown most, the largest of those that grew alike; none where none has written <see cref="Least"/>.</summary>
    /// <param name="candidates">Leases whose containers may write into their roots.</param>
    /// <param name="before">Sizes of some time ago, by container id; what is not there had none.</param>
    /// <param name="now">Sizes of now.</param>
    public static Lease? Find(ImmutableArray<Lease> candidates, ImmutableDictionary<string, long> before, ImmutableDictionary<string, long> now) => candidates
        .Where(l => SizeOf(l, now) >= Least)
        .OrderByDescending(l => SizeOf(l, now) - SizeOf(l, before)).ThenByDescending(l => SizeOf(l, now))
        .FirstOrDefault();

    private static long SizeOf(Lease lease, ImmutableDictionary<string, long> sizes) => sizes.GetValueOrDefault(lease.ContainerId ?? "");
}
