using System.Collections.Immutable;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Core.Leases;

/// <summary>The right of one owner to one container for a time. Changed by <see cref="Apply"/> alone.</summary>
public sealed partial record Lease
{
    /// <summary>The version of a lease that was just rebuilt.</summary>
    public const long RebuiltVersion = 1;

    /// <summary>How far ahead a lease goes on that was restored from its file: the lost books, brought back later, had versions after that file, and must not pass for newer.</summary>
    public const long RestoredAhead = 1_000_000;

    /// <summary>How often a lease can be extended: each extension is remembered with its lease, and written down again with each further one.</summary>
    public const int MaxExtensions = 10_000;

    public required LeaseId Id { get; init; }

    public required RequestId RequestId { get; init; }

    public required OwnerId Owner { get; init; }

    /// <summary>What runs, as it was resolved when the request was accepted: later changes of configuration do not touch it.</summary>
    public required Workload Workload { get; init; }

    /// <summary>The time sold, extensions included.</summary>
    public required TimeSpan Duration { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public LeaseState State { get; init; } = LeaseState.Queued;

    /// <summary>Counts the changes; a change is stored only over the version it was made from.</summary>
    public long Version { get; init; }

    /// <summary>Set from admission on; kept in history, where it no longer reserves anything.</summary>
    public Vmid? Vmid { get; init; }

    public ImmutableArray<LeasePort> Ports { get; init; } = [];

    public string? ImageId { get; init; }

    /// <summary>The digest by which a registry knows the image; none for one that was never in a registry.</summary>
    public string? ImageDigest { get; init; }

    public string? ContainerId { get; init; }

    public string? ContainerIp { get; init; }

    /// <summary>When the container was first seen running.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ends, at the latest: <see cref="StartedAt"/> plus <see cref="Duration"/>, plus what outages gave back or may still give back.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The outage under way; none while the container can run.</summary>
    public Outage? Outage { get; init; }

    /// <summary>What outages that are over gave back.</summary>
    public TimeSpan OutageCredit { get; init; }

    /// <summary>True while its end is not in force: it was rebuilt from what docker knows, may be too early, and waits for an operator's word.</summary>
    public bool Held { get; init; }

    /// <summary>The word that put its end in force, where it came with a request id.</summary>
    public LeaseConfirmation? Confirmation { get; init; }

    /// <summary>When the last trace was verified gone.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public EndReason? EndReason { get; init; }

    /// <summary>The stable code of what went wrong, for <c>failed</c> leases.</summary>
    public string? Code { get; init; }

    /// <summary>The last thing that went wrong, for a reader.</summary>
    public string? LastError { get; init; }

    /// <summary>How often the container was started again after it exited by itself.</summary>
    public int Restarts { get; init; }

    /// <summary>True once the main process ended by itself with success: it is not started again.</summary>
    public bool Completed { get; init; }

    /// <summary>When the container exited that is to be started again.</summary>
    public DateTimeOffset? ExitedAt { get; init; }

    /// <summary>When the container, having exited, is to be started again.</summary>
    public DateTimeOffset? RestartAt { get; init; }

    /// <summary>How often eviction was tried without reaching the end.</summary>
    public int EvictionAttempts { get; init; }

    /// <summary>When eviction is tried again.</summary>
    public DateTimeOffset? NextEvictionAt { get; init; }

    /// <summary>Until then a docker command that was cut off may still create something under this vmid.</summary>
    public DateTimeOffset? HoldUntil { get; init; }

    public ImmutableArray<LeaseExtension> Extensions { get; init; } = [];

    /// <summary>True while vmid, ports, cpu, memory and disk are reserved.</summary>
    public bool IsReserving => LeaseStates.Reserving.Contains(State);

    /// <summary>True while its tenant's time runs.</summary>
    public bool IsLeased => LeaseStates.Leased.Contains(State);

    /// <summary>True while its container is to run now: it did not end by itself, and no restart is waited for.</summary>
    public bool ShouldRun => this is { State: LeaseState.Active, Completed: false, RestartAt: null };

    /// <summary>True when its time is up.</summary>
    public bool IsDue(DateTimeOffset at) => !Held && at >= ExpiresAt;

    /// <summary>When it ends, if an outage that is under way is over at <paramref name="now"/>; none before it has started.</summary>
    public DateTimeOffset? EndAsOf(DateTimeOffset now) => ExpiresAt - (Outage is null ? TimeSpan.Zero : Outage.Held - Outage.CreditAt(now));

    /// <summary>True when nothing of it is left.</summary>
    public bool IsOver => State is LeaseState.Ended or LeaseState.Failed;
}
