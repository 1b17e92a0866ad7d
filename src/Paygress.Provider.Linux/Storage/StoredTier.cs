using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Linux.Storage;

/// <summary>A tier as it was when the lease was accepted.</summary>
internal sealed class StoredTier
{
    public string Id { get; set; } = "";

    public int CpuMillicores { get; set; }

    public int MemoryMb { get; set; }

    public int StorageGb { get; set; }

    public long RateMsat { get; set; }

    public static StoredTier From(Tier tier) => new()
    {
        Id = tier.Id,
        CpuMillicores = tier.CpuMillicores,
        MemoryMb = tier.MemoryMb,
        StorageGb = tier.StorageGb,
        RateMsat = tier.RateMsat,
    };

    public Tier ToTier() => new(Id, CpuMillicores, MemoryMb, StorageGb, RateMsat);
}
