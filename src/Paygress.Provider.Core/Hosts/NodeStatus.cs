namespace Paygress.Provider.Core.Hosts;

/// <summary>What the machine has and uses, measured. Sizes in bytes.</summary>
public sealed record NodeStatus
{
    /// <summary>All cores, in thousandths of a core.</summary>
    public required int CpuMillicores { get; init; }

    /// <summary>Busy share of all cores, 0 to 1.</summary>
    public required double CpuUsage { get; init; }

    public required long MemoryTotalBytes { get; init; }

    public required long MemoryAvailableBytes { get; init; }

    /// <summary>The file system of the data directory.</summary>
    public required long DiskTotalBytes { get; init; }

    /// <summary>What may still be written, without the blocks that the file system keeps back.</summary>
    public required long DiskFreeBytes { get; init; }

    /// <summary>What is taken. Not the rest of total and free: kept back blocks are neither.</summary>
    public required long DiskUsedBytes { get; init; }

    /// <summary>What the volumes' image files hold on disk already; sparse files hold less than was sold.</summary>
    public required long VolumesAllocatedBytes { get; init; }

    public long MemoryUsedBytes => MemoryTotalBytes - MemoryAvailableBytes;
}
