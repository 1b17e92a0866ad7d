using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Trials;

namespace Paygress.Provider.Core.Heartbeats;

/// <summary>One sign of life: what is on offer and how the node is.</summary>
public sealed record Heartbeat
{
    /// <summary>The form of the message.</summary>
    public const int CurrentVersion = 1;

    public required string Provider { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What can still be sold; never more than is really free.</summary>
    public required Admission.Capacity Available { get; init; }

    public required NodeStatus Node { get; init; }

    public required LeaseCounts Leases { get; init; }

    public required bool Draining { get; init; }

    /// <summary>What this host can offer at all.</summary>
    public required ImmutableArray<HostCapability> Capabilities { get; init; }

    /// <summary>The next end of a lease; none when no lease runs.</summary>
    public DateTimeOffset? NextExpiry { get; init; }

    public required TimeSpan Uptime { get; init; }

    public required string Build { get; init; }

    /// <summary>What keeps tenants from the machine: the OCI runtime, or <c>default</c>.</summary>
    public required string Isolation { get; init; }

    /// <summary>What the last trial of this host's limits has shown; none when there was none.</summary>
    public TrialReport? Trial { get; init; }

    /// <summary>Since when docker gives no answer; none while it does.</summary>
    public DateTimeOffset? DockerSilentSince { get; init; }
}
