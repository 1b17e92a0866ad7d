namespace Paygress.Provider.Api.Messages;

/// <summary>The reply to <c>GET /v1/status</c>.</summary>
internal sealed record StatusMessage
{
    /// <summary>The provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>The build that runs.</summary>
    public required string Build { get; init; }

    /// <summary>Marks what is this provider's on the host.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The OCI runtime of tenants' containers; <c>default</c> for docker's own choice.</summary>
    public required string Isolation { get; init; }

    /// <summary>Seconds since the provider started.</summary>
    public required double UptimeS { get; init; }

    /// <summary>True while no new lease is taken.</summary>
    public required bool Draining { get; init; }

    /// <summary>The machine, measured.</summary>
    public required NodeMessage Node { get; init; }

    /// <summary>What can still be sold.</summary>
    public required CapacityMessage Available { get; init; }

    /// <summary>What is sold.</summary>
    public required CapacityMessage Reserved { get; init; }

    /// <summary>How many leases are in each state.</summary>
    public required LeaseCountsMessage Leases { get; init; }

    /// <summary>The most leases at once.</summary>
    public required int MaxLeases { get; init; }

    /// <summary>How many requests wait or are worked on.</summary>
    public required int QueueDepth { get; init; }

    /// <summary>The most that may wait.</summary>
    public required int QueueLimit { get; init; }

    /// <summary>The daemon's loops.</summary>
    public required IReadOnlyList<LoopMessage> Loops { get; init; }

    /// <summary>When a heartbeat last went out; none when none did yet.</summary>
    public DateTimeOffset? LastHeartbeatAt { get; init; }

    /// <summary>When the next lease ends; none while none runs.</summary>
    public DateTimeOffset? NextExpiry { get; init; }

    /// <summary>Since when docker gives no answer, or has lost what it ran; none while neither is so.</summary>
    public DateTimeOffset? DockerSilentSince { get; init; }

    /// <summary>True while docker answers and does not know what it ran.</summary>
    public bool DockerForgot { get; init; }

    /// <summary>What is not on offer now, and why.</summary>
    public IReadOnlyList<ObstacleMessage> NotOffered { get; init; } = [];

    /// <summary>Evictions that did not succeed at the first try.</summary>
    public required IReadOnlyList<LeaseMessage> OverdueEvictions { get; init; }
}
