using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Linux.Node;

/// <summary>Measures processors, memory and disk together.</summary>
/// <param name="proc">The kernel's files.</param>
/// <param name="directory">The directory whose file system is measured.</param>
internal sealed class NodeMeter(ProcFileSystem proc, string directory)
{
    private readonly Lock _lock = new();
    private CpuTimes _lastTimes;
    private double _lastUsage;

    /// <summary>Takes a sample; <see langword="null"/> when the host did not say. A part is never guessed.</summary>
    /// <param name="volumesAllocatedBytes">What our volumes hold.</param>
    public NodeStatus? Measure(long volumesAllocatedBytes)
    {
        if (proc.TryRead("stat") is not { } stat || CpuTimes.Parse(stat) is not { } cpu
            || proc.TryRead("meminfo") is not { } meminfo || MemoryFacts.Parse(meminfo) is not { } memory
            || FileSystemSpace.Of(directory) is not { } disk)
        {
            return null;
        }

        return new NodeStatus
        {
            CpuUsage = UsageUntil(cpu),
            CpuMillicores = cpu.ProcessorCount * 1000,
            MemoryTotalBytes = memory.TotalBytes,
            MemoryAvailableBytes = memory.AvailableBytes,
            DiskTotalBytes = disk.TotalBytes,
            DiskFreeBytes = disk.FreeBytes,
            DiskUsedBytes = disk.UsedBytes,
            VolumesAllocatedBytes = volumesAllocatedBytes,
        };
    }

    private double UsageUntil(CpuTimes now)
    {
        lock (_lock)
        {
            // Two samples within one tick of the kernel (10 ms) say nothing new.
            _lastUsage = now.UsageSince(_lastTimes) ?? _lastUsage;
            _lastTimes = now;
            return _lastUsage;
        }
    }
}
