namespace Paygress.Provider.Core.Workloads;

/// <summary>The least that a template needs to run.</summary>
public sealed record TierMinimum(int CpuMillicores, int MemoryMb, int StorageGb)
{
    /// <summary>Anything will do.</summary>
    public static readonly TierMinimum None = new(0, 0, 0);
}
