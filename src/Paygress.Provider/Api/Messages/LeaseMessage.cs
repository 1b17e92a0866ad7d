namespace Paygress.Provider.Api.Messages;

/// <summary>A lease as the API shows it.</summary>
internal sealed record LeaseMessage
{
    public required string LeaseId { get; init; }

    public int? Vmid { get; init; }

    public required string RequestId { get; init; }

    public required string State { get; init; }

    public string? EndReason { get; init; }

    public string? Code { get; init; }

    public required string Owner { get; init; }

    public string? Template { get; init; }

    public required string Image { get; init; }

    public required string Tier { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>True while <see cref="ExpiresAt"/> is not in force: it was rebuilt after a loss of the store, may be too early, and waits for a <c>confirm</c>.</summary>
    public bool Held { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Seconds until the end, never negative; none when the lease is not running, or its end is held.</summary>
    public double? SecondsLeft { get; init; }

    public required IReadOnlyList<LeasePortMessage> Ports { get; init; }

    public string? DataPath { get; init; }

    public bool Encrypted { get; init; }

    public LeaseContainerMessage? Container { get; init; }

    public int Restarts { get; init; }

    /// <summary>Since when its container can't run through no fault of its own; none while it can.</summary>
    public DateTimeOffset? OutageSince { get; init; }

    /// <summary>What outages gave back so far; <see cref="ExpiresAt"/> has it already.</summary>
    public double OutageCreditSeconds { get; init; }

    public string? LastError { get; init; }

    /// <summary>What is being done for a lease that is not active yet, in plain words.</summary>
    public string? Progress { get; init; }
}
