namespace Paygress.Provider.Api.Messages;

/// <summary>The reply to <c>GET /v1/status</c>.</summary>
internal sealed record StatusMessage
{
    public required string Provider { get; init; }

    public required string Build { get; init; }

    public required string InstanceId { get; init; }

    public required double UptimeS { get; init; }

    public required bool Draining { get; init; }

    public required NodeMessage Node { get; init; }

    /// <summary>What can still be sold.</summary>
    public required CapacityMessage Available { get; init; }

    /// <summary>What is sold.</summary>
    public required CapacityMessage Reserved { get; init; }

    public required LeaseCountsMessage Leases { get; init; }

    public required int MaxLeases { get; init; }

    public required int QueueDepth { get; init; }

    public required int QueueLimit { get; init; }

    public required IReadOnlyList<LoopMessage> Loops { get; init; }

    public DateTimeOffset? LastHeartbeatAt { get; init; }

    public DateTimeOffset? NextExpiry { get; init; }

    /// <summary>Since when docker gives no answer; none while it does.</summary>
    public DateTimeOffset? DockerSilentSince { get; init; }

    /// <summary>Evictions that did not succeed at the first try.</summary>
    public required IReadOnlyList<LeaseMessage> OverdueEvictions { get; init; }
}
