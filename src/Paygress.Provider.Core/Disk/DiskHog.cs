using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Disk;

/// <summary>Says whose container fills the disk. Pure.</summary>
public static class DiskHog
{
    /// <summary>Whoever wrote less is not the reason: nothing would be won by ending it. Bytes.</summary>
    public const long Least = 64L << 20;

    /// <summary>The lease whose container has grown most; none where none has grown by <see cref="Least"/>, and none hides what it holds, or did before.</summary>
    /// <param name="candidates">Leases whose containers may write into their roots.</param>
    /// <param name="before">Sizes of some time ago, by container id, where they are known; what is not there had none.</param>
    /// <param name="known">The last sizes that are known of those that could not be measured before.</param>
    /// <param name="now">Sizes of now, of others too.</param>
    public static Lease? Find(ImmutableArray<Lease> candidates, ImmutableDictionary<string, long?> before, ImmutableDictionary<string, long?> known, ImmutableDictionary<string, long?> now) =>
        FindGrown(candidates, before, now) ?? FindHidden(candidates, before, known, now);

    private static Lease? FindGrown(ImmutableArray<Lease> candidates, ImmutableDictionary<string, long?> before, ImmutableDictionary<string, long?> now) => candidates
        .Where(l => !IsHidden(l, before) && SizeOf(l, now) - SizeOf(l, before) >= Least)
        .MaxBy(l => SizeOf(l, now) - SizeOf(l, before));

    // A tenant can make a path that is too long for docker to walk. A docker that can measure nobody says nothing of anybody.
    // Since when one that was hidden has grown nobody knows: whoever has grown since a moment ago comes first.
    private static Lease? FindHidden(ImmutableArray<Lease> candidates, ImmutableDictionary<string, long?> before, ImmutableDictionary<string, long?> known, ImmutableDictionary<string, long?> now) =>
        now.Values.Any(size => size is not null)
            ? candidates.FirstOrDefault(l => IsHidden(l, now)) ?? candidates.FirstOrDefault(l => IsHidden(l, before) && SizeOf(l, now) - SizeOf(l, known) >= Least)
            : null;

    private static bool IsHidden(Lease lease, ImmutableDictionary<string, long?> sizes) => sizes.TryGetValue(lease.ContainerId ?? "", out var size) && size is null;

    private static long SizeOf(Lease lease, ImmutableDictionary<string, long?> sizes) => sizes.GetValueOrDefault(lease.ContainerId ?? "") ?? 0;
}
