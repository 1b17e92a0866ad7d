using System.Collections.Immutable;

namespace Paygress.Provider.Core.Workloads;

/// <summary>What this provider offers: templates and tiers, from configuration.</summary>
public sealed class Catalog(IEnumerable<Template> templates, IEnumerable<Tier> tiers)
{
    /// <summary>By slug.</summary>
    public ImmutableSortedDictionary<string, Template> Templates { get; } =
        templates.ToImmutableSortedDictionary(t => t.Slug, t => t, StringComparer.Ordinal);

    /// <summary>From the smallest to the largest.</summary>
    public ImmutableArray<Tier> Tiers { get; } =
        [.. tiers.OrderBy(t => t.CpuMillicores).ThenBy(t => t.MemoryMb).ThenBy(t => t.StorageGb).ThenBy(t => t.Id, StringComparer.Ordinal)];

    public Tier? FindTier(string id) => Tiers.FirstOrDefault(t => t.Id == id);

    /// <summary>The smallest tier that meets the minimum; none when no tier does.</summary>
    public Tier? SmallestTier(TierMinimum minimum) => Tiers.FirstOrDefault(t => t.Meets(minimum));
}
