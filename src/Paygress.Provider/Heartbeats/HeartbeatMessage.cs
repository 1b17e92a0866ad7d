namespace Paygress.Provider.Heartbeats;

/// <summary>A heartbeat as it is published: one JSON object.</summary>
internal sealed record HeartbeatMessage
{
    public required string Provider { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long Timestamp { get; init; }

    public required int Version { get; init; }

    public required int ActiveWorkloads { get; init; }

    public required HeartbeatCapacityMessage AvailableCapacity { get; init; }

    public required HeartbeatNodeMessage Node { get; init; }

    public required HeartbeatLeasesMessage Leases { get; init; }

    public required bool Draining { get; init; }

    /// <summary>What this host can offer: <c>leases</c>, <c>data_volumes</c>, <c>encrypted_volumes</c>.</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    public required DateTimeOffset? NextExpiry { get; init; }

    public required long UptimeS { get; init; }

    public required string Build { get; init; }

    /// <summary>The OCI runtime of tenants' containers; <c>default</c> for docker's own choice.</summary>
    public required string Isolation { get; init; }

    /// <summary>What the last trial has shown; null when there was none.</summary>
    public required HeartbeatTrialMessage? Trial { get; init; }

    /// <summary>Since when docker gives no answer; null while it does.</summary>
    public required DateTimeOffset? DockerSilentSince { get; init; }
}
