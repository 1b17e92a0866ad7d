namespace Paygress.Provider.Core.Workloads;

/// <summary>A size that is sold. Memory and storage in binary units, as Docker counts.</summary>
/// <param name="RateMsat">Price in millisatoshi per second.</param>
public sealed record Tier(string Id, int CpuMillicores, int MemoryMb, int StorageGb, long RateMsat)
{
    public long MemoryBytes => MemoryMb * 1024L * 1024L;

    public long StorageBytes => StorageGb * 1024L * 1024L * 1024L;

    /// <summary>True when this tier has at least what <paramref name="minimum"/> asks for.</summary>
    public bool Meets(TierMinimum minimum) =>
        CpuMillicores >= minimum.CpuMillicores && MemoryMb >= minimum.MemoryMb && StorageGb >= minimum.StorageGb;
}
