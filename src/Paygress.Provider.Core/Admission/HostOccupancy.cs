using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Admission;

/// <summary>What of our numbers the host shows as taken, by us or by anybody, and what it has.</summary>
public sealed record HostOccupancy(
    ImmutableHashSet<Vmid> Vmids,
    ImmutableHashSet<(int Port, PortProtocol Protocol)> Ports,
    NodeStatus Node);
