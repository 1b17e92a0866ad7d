using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Node;

/// <summary>The ports in use, from the kernel's socket tables.</summary>
internal sealed class HostPorts(ListeningPorts ports) : IHostPorts
{
    public ImmutableHashSet<(int Port, PortProtocol Protocol)>? FindBusy() =>
        ports.Read()?.Select(p => (p.Port, p.Protocol is TransportProtocol.Udp ? PortProtocol.Udp : PortProtocol.Tcp)).ToImmutableHashSet();
}
