namespace Paygress.Provider.Linux.Node;

/// <summary>The machine at one moment, as measured.</summary>
internal sealed record NodeSample
{
    /// <summary>The busy share of all processors since the sample before (the first: since boot), 0 to 1.</summary>
    public required double CpuUsage { get; init; }

    /// <summary>What the online processors can do: 1000 each.</summary>
    public required long CpuMillicores { get; init; }

    /// <summary>All memory.</summary>
    public required long MemoryTotalBytes { get; init; }

    /// <summary>Memory that could be given away without swapping.</summary>
    public required long MemoryAvailableBytes { get; init; }

    /// <summary>The size of the measured directory's file system.</summary>
    public required long DiskTotalBytes { get; init; }

    /// <summary>What may still be written there, without the blocks reserved for root.</summary>
    public required long DiskFreeBytes { get; init; }

    /// <summary>What is taken.</summary>
    public required long DiskUsedBytes { get; init; }
}
