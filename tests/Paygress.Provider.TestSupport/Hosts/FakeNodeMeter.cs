using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.TestSupport.Hosts;

/// <summary>A machine with as much as a test wants; eight cores, 16 GB and 200 GB to begin with.</summary>
public sealed class FakeNodeMeter : INodeMeter
{
    private const long Giga = 1L << 30;
    private const long Endless = 1L << 50;

    /// <summary>What is measured; none when the kernel does not tell.</summary>
    public NodeStatus? Node { get; set; } = new()
    {
        CpuMillicores = 8000,
        CpuUsage = 0.25,
        MemoryTotalBytes = 16 * Giga,
        MemoryAvailableBytes = 14 * Giga,
        DiskTotalBytes = 200 * Giga,
        DiskFreeBytes = 180 * Giga,
        DiskUsedBytes = 20 * Giga,
        VolumesAllocatedBytes = 0,
    };

    /// <summary>From now on it is a machine that nothing fills.</summary>
    public NodeStatus Grow()
    {
        var node = Node! with { CpuMillicores = 1_000_000, MemoryTotalBytes = Endless, MemoryAvailableBytes = Endless, DiskTotalBytes = Endless, DiskFreeBytes = Endless };
        Node = node;
        return node;
    }

    public NodeStatus? Measure() => Node;
}
