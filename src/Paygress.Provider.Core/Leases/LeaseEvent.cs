using System.Collections.Immutable;
using System.Globalization;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Leases;

/// <summary>Something that happened to a lease. Each carries its time: rules never read a clock.</summary>
public abstract record LeaseEvent(DateTimeOffset At)
{
    /// <summary>The name in the event log; stored, so it is never changed.</summary>
    public string Name => GetType().Name;

    /// <summary>What a reader of the event log wants to know beyond the name; never a secret.</summary>
    public virtual string? Detail => null;

    /// <summary>True for an event that can change when a lease ends that goes on.</summary>
    public virtual bool MovesEnd => false;

    /// <summary>Resources are reserved.</summary>
    public sealed record Admitted(Vmid Vmid, ImmutableArray<LeasePort> Ports, DateTimeOffset At) : LeaseEvent(At)
    {
        public override string Detail => $"vmid {Vmid}" + (Ports.IsEmpty ? "" : $", ports {string.Join(' ', Ports.Select(p => p.HostPort))}");
    }

    /// <summary>The request was not taken on.</summary>
    public sealed record Rejected(Problem Problem, DateTimeOffset At) : LeaseEvent(At)
    {
        public override string Detail => Problem.ToString();
    }

    /// <summary>The image is on the host; from here on its id is used.</summary>
    /// <param name="Digest">The digest by which a registry knows it.</param>
    public sealed record ImageReady(string ImageId, string? Digest, DateTimeOffset At) : LeaseEvent(At)
    {
        public override string Detail => ImageId;
    }

    /// <summary>The container was seen running: the clock starts.</summary>
    public sealed record Started(string ContainerId, string? ContainerIp, DateTimeOffset At) : LeaseEvent(At)
    {
        public override string Detail => $"container {ContainerId[..Math.Min(12, ContainerId.Length)]}";

        public override bool MovesEnd => true;
    }

    /// <summary>A step of provisioning failed; what was made is being undone.</summary>
    /// <param name="HoldUntil">Set when a command was cut off and may still take effect.</param>
    public sealed record ProvisionFailed(Problem Problem, DateTimeOffset? HoldUntil, DateTimeOffset At) : LeaseEvent(At)
    {
        /// <summary>The container that was made, which may run; none when none was, or which one is not known.</summary>
        public string? ContainerId { get; init; }

        public override string Detail => Problem.ToString();
    }

    /// <summary>The owner bought more time.</summary>
    /// <param name="MaximumDuration">The most that a lease may have in all.</param>
    public sealed record Extended(RequestId RequestId, TimeSpan By, TimeSpan MaximumDuration, DateTimeOffset At) : LeaseEvent(At)
    {
        public override string Detail => $"by {DurationText.Format(By)}";

        public override bool MovesEnd => true;
    }

    /// <summary>An operator put the end in force that was held.</summary>
    /// <param name="RequestId">Lets it be given again; none when it was not given with one.</param>
    /// <param name="For">How much longer it lasts from now on; none lets the end hold that it has.</param>
    public sealed record Confirmed(RequestId? RequestId, TimeSpan? For, DateTimeOffset At) : LeaseEvent(At)
    {
        public override string? Detail => For is { } time ? $"for {DurationText.Format(time)} from now on" : null;

        public override bool MovesEnd => true;
    }

    /// <summary>Somebody asked for the end.</summary>
    public sealed record Released(string? Reason, DateTimeOffset At) : LeaseEvent(At)
    {
        public override string? Detail => Reason;
    }

    /// <summary>The time is up.</summary>
    public sealed record Expired(DateTimeOffset At) : LeaseEvent(At);

    /// <summary>The main process ended and is to be started again.</summary>
    public sealed record ContainerExited(int ExitCode, DateTimeOffset RestartAt, DateTimeOffset At) : LeaseEvent(At)
    {
        public override string Detail => $"exit code {ExitCode}";
    }

    /// <summary>The container runs again.</summary>
    public sealed record ContainerRestarted(string? ContainerIp, DateTimeOffset At) : LeaseEvent(At)
    {
        public override bool MovesEnd => true;
    }

    /// <summary>The container could not be started again; it is tried once more.</summary>
    public sealed record RestartFailed(string Error, DateTimeOffset RetryAt, DateTimeOffset At) : LeaseEvent(At)
    {
        public override string Detail => Error;
    }

    /// <summary>The main process ended by itself and is not started again; the lease goes on.</summary>
    public sealed record ContainerCompleted(int ExitCode, DateTimeOffset At) : LeaseEvent(At)
    {
        public override string Detail => $"exit code {ExitCode}";

        public override bool MovesEnd => true;
    }

    /// <summary>Somebody else removed the container.</summary>
    public sealed record ContainerLost(DateTimeOffset At) : LeaseEvent(At);

    /// <summary>It filled the host's disk and was stopped.</summary>
    public sealed record DiskLimitReached(DateTimeOffset At) : LeaseEvent(At);

    /// <summary>The container can't run, by a fault of the machine, of docker or of the provider: the end is put off.</summary>
    /// <param name="Since">When that began.</param>
    /// <param name="MaximumCredit">The most that a lease is given back in all.</param>
    public sealed record OutageBegan(DateTimeOffset Since, TimeSpan MaximumCredit, DateTimeOffset At) : LeaseEvent(At)
    {
        public override string Detail => string.Create(CultureInfo.InvariantCulture, $"since {Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");

        public override bool MovesEnd => true;
    }

    /// <summary>The container can run again: what was lost is given back.</summary>
    public sealed record OutageEnded(DateTimeOffset At) : LeaseEvent(At)
    {
        public override bool MovesEnd => true;
    }

    /// <summary>The key of its volume is gone from the kernel.</summary>
    public sealed record KeyLost(DateTimeOffset At) : LeaseEvent(At)
    {
        public override bool MovesEnd => true;
    }

    /// <summary>The owner gave the key again and the container runs.</summary>
    public sealed record Unlocked(string? ContainerIp, DateTimeOffset At) : LeaseEvent(At);

    /// <summary>Something of it could not be removed yet.</summary>
    public sealed record EvictionFailed(string Error, DateTimeOffset RetryAt, DateTimeOffset At) : LeaseEvent(At)
    {
        public override string Detail => Error;
    }

    /// <summary>The host shows nothing of it any more.</summary>
    public sealed record VerifiedGone(DateTimeOffset At) : LeaseEvent(At);
}
