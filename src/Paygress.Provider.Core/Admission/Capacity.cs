namespace Paygress.Provider.Core.Admission;

/// <summary>An amount of what is sold.</summary>
public sealed record Capacity(int CpuMillicores, long MemoryBytes, long StorageBytes)
{
    /// <summary>Nothing at all.</summary>
    public static Capacity None { get; } = new(0, 0, 0);

    public long MemoryMb => MemoryBytes / 1024 / 1024;

    public long StorageGb => StorageBytes / 1024 / 1024 / 1024;
}
