using System.Collections.Immutable;

namespace Paygress.Provider.Core.Leases;

/// <summary>Sets of states that are asked for together.</summary>
public static class LeaseStates
{
    /// <summary>The tenant's time runs.</summary>
    public static ImmutableArray<LeaseState> Leased { get; } = [LeaseState.Active, LeaseState.Locked];

    /// <summary>Vmid, ports, cpu, memory and disk are reserved.</summary>
    public static ImmutableArray<LeaseState> Reserving { get; } = [LeaseState.Provisioning, .. Leased, LeaseState.Evicting];

    /// <summary>Not over.</summary>
    public static ImmutableArray<LeaseState> Live { get; } = [LeaseState.Queued, .. Reserving];
}
