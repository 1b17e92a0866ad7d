using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.Linux.Node;

/// <summary>Measures the machine, and what our volumes hold on its disk.</summary>
internal sealed class HostNodeMeter(NodeMeter meter, VolumeImages images) : INodeMeter
{
    public NodeStatus? Measure() => meter.Measure() is { } sample
        ? new NodeStatus
        {
            CpuMillicores = (int)sample.CpuMillicores,
            CpuUsage = sample.CpuUsage,
            MemoryTotalBytes = sample.MemoryTotalBytes,
            MemoryAvailableBytes = sample.MemoryAvailableBytes,
            DiskTotalBytes = sample.DiskTotalBytes,
            DiskFreeBytes = sample.DiskFreeBytes,
            DiskUsedBytes = sample.DiskUsedBytes,
            VolumesAllocatedBytes = images.MeasureAllocatedBytes(),
        }
        : null;
}
