using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Hosts;

/// <summary>Tells which ports of the machine somebody listens on.</summary>
public interface IHostPorts
{
    /// <summary>Every port in use now, by protocol; a port may be taken right after. None when the kernel did not tell.</summary>
    ImmutableHashSet<(int Port, PortProtocol Protocol)>? FindBusy();
}
