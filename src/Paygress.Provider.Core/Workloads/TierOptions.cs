namespace Paygress.Provider.Core.Workloads;

/// <summary>One tier, as it is configured: <c>Tiers:ID</c>.</summary>
public sealed class TierOptions
{
    /// <summary>Thousandths of a core.</summary>
    public int CpuMillicores { get; set; }

    /// <summary>Megabytes (binary).</summary>
    public int MemoryMb { get; set; }

    /// <summary>Gigabytes (binary).</summary>
    public int StorageGb { get; set; }

    /// <summary>Millisatoshi per second.</summary>
    public long RateMsat { get; set; }

    public Tier ToTier(string id) => new(id, CpuMillicores, MemoryMb, StorageGb, RateMsat);
}
