using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.TestSupport.Hosts;

/// <summary>Ports that somebody listens on.</summary>
public sealed class FakeHostPorts : IHostPorts
{
    /// <summary>Who listens where; none when the kernel does not tell.</summary>
    public ImmutableHashSet<(int Port, PortProtocol Protocol)>? Busy { get; set; } = [];

    public ImmutableHashSet<(int Port, PortProtocol Protocol)>? FindBusy() => Busy;
}
