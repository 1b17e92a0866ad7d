namespace Paygress.Provider.Api.Messages;

/// <summary>A lease as the API shows it.</summary>
internal sealed record LeaseMessage
{
    /// <summary>Names the lease for ever; 32 hex digits.</summary>
    public required string LeaseId { get; init; }

    /// <summary>The small number that names its container, ports and volume; given at admission, used again after the end.</summary>
    public int? Vmid { get; init; }

    /// <summary>The request that it came of.</summary>
    public required string RequestId { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required string State { get; init; }

    /// <summary>Why it ended or is being ended; none before.</summary>
    public string? EndReason { get; init; }

    /// <summary>The stable code of what went wrong, of a request that was rejected or undone.</summary>
    public string? Code { get; init; }

    /// <summary>Whose it is, as the request said.</summary>
    public required string Owner { get; init; }

    /// <summary>The template; none when an image was asked for.</summary>
    public string? Template { get; init; }

    /// <summary>The image as it was asked for.</summary>
    public required string Image { get; init; }

    /// <summary>The digest by which its registry knows it; none before it was found, and for an image that was never in a registry.</summary>
    public string? ImageDigest { get; init; }

    /// <summary>What was sold.</summary>
    public required string Tier { get; init; }

    /// <summary>When the request was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the container was first seen running; none before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ends; none before it has started.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>True while <see cref="ExpiresAt"/> is not in force: it was rebuilt after a loss of the store, may be too early, and waits for a <c>confirm</c>.</summary>
    public bool Held { get; init; }

    /// <summary>When nothing of it was left; none before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Seconds until the end, never negative; none when the lease is not running, or its end is held.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>How it is reached.</summary>
    public required IReadOnlyList<LeasePortMessage> Ports { get; init; }

    /// <summary>Where its data volume is mounted; none when it has none.</summary>
    public string? DataPath { get; init; }

    /// <summary>True when the volume is under the tenant's key.</summary>
    public bool Encrypted { get; init; }

    /// <summary>Its container; none before admission.</summary>
    public LeaseContainerMessage? Container { get; init; }

    /// <summary>How often its container was started again after it exited by itself.</summary>
    public int Restarts { get; init; }

    /// <summary>Since when its container can't run through no fault of its own; none while it can.</summary>
    public DateTimeOffset? OutageSince { get; init; }

    /// <summary>What outages gave back so far; <see cref="ExpiresAt"/> has it already.</summary>
    public double OutageCreditSeconds { get; init; }

    /// <summary>The last thing that went wrong, for a reader.</summary>
    public string? LastError { get; init; }

    /// <summary>What is being done for a lease that is not active yet, in plain words.</summary>
    public string? Progress { get; init; }
}
