using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Text;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Linux.Storage;

/// <summary>A port of a workload, or of a lease, which has a host port too.</summary>
internal sealed class StoredPort
{
    public int? HostPort { get; set; }

    public int ContainerPort { get; set; }

    public string Protocol { get; set; } = EnumText<PortProtocol>.Of(PortProtocol.Tcp);

    public string? Label { get; set; }

    public static StoredPort From(WorkloadPort port) => new()
    {
        ContainerPort = port.ContainerPort,
        Protocol = EnumText<PortProtocol>.Of(port.Protocol),
        Label = port.Label,
    };

    public static StoredPort From(LeasePort port) => new()
    {
        HostPort = port.HostPort,
        ContainerPort = port.ContainerPort,
        Protocol = EnumText<PortProtocol>.Of(port.Protocol),
        Label = port.Label,
    };

    public WorkloadPort ToWorkloadPort() => new(ContainerPort, EnumText<PortProtocol>.Parse(Protocol), Label);

    public LeasePort ToLeasePort() => new(HostPort ?? 0, ContainerPort, EnumText<PortProtocol>.Parse(Protocol), Label);
}
