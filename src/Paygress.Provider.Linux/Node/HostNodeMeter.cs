using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.Linux.Node;

/// <summary>Measures the machine, and what our volumes hold on its disk.</summary>
internal sealed class HostNodeMeter(NodeMeter meter, VolumeImages images) : INodeMeter
{
    public NodeStatus? Measure() => meter.Measure(images.MeasureAllocatedBytes());
}
