using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Compute;

/// <summary>A container as it was seen on the host.</summary>
public sealed record ContainerStatus
{
    /// <summary>The full id.</summary>
    public required string Id { get; init; }

    /// <summary>The name without a leading slash.</summary>
    public required string Name { get; init; }

    /// <summary>True when it carries this instance's host label.</summary>
    public required bool IsOurs { get; init; }

    /// <summary>From its label; none when the label is missing or unreadable.</summary>
    public LeaseId? LeaseId { get; init; }

    public Vmid? Vmid { get; init; }

    public required ContainerState State { get; init; }

    public int ExitCode { get; init; }

    /// <summary>None when docker does not tell it, or not in a form that is understood.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The address on the tenants' network; none when it does not run.</summary>
    public string? Ip { get; init; }

    /// <summary>True when the kernel ended it for using more memory than was sold.</summary>
    public bool OomKilled { get; init; }

    /// <summary>True for a container of this lease, by its label or by the id that the books have: a label that can't be read makes it nobody else's.</summary>
    public bool IsOf(Lease lease) => LeaseId == lease.Id || Id == lease.ContainerId;

    /// <summary>True unless docker says that it does not run: a word that is not known proves nothing.</summary>
    public bool MayRun => IsRunning || State is ContainerState.Unknown;

    public bool IsRunning => State is ContainerState.Running or ContainerState.Paused or ContainerState.Restarting;
}
