using System.Diagnostics;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Leases;

// The state machine: one total, pure function. The table is drawn in docs/architecture.md.
public sealed partial record Lease
{
    /// <summary>Says what <paramref name="e"/> does to this lease; total over every state and event.</summary>
    public Transition Apply(LeaseEvent e) => e switch
    {
        LeaseEvent.Admitted x when State is LeaseState.Queued => Change(Admit(x)),
        LeaseEvent.Rejected x when State is LeaseState.Queued => Change(Fail(Leases.EndReason.Rejected, x.Problem, x.At)),
        LeaseEvent.ImageReady x when State is LeaseState.Provisioning => Change(this with { ImageId = x.ImageId, ImageDigest = x.Digest }),
        LeaseEvent.Started x when State is LeaseState.Provisioning => Change(Start(x)),
        LeaseEvent.ProvisionFailed x when State is LeaseState.Provisioning => Change(Undo(x)),
        LeaseEvent.ProvisionFailed x when State is LeaseState.Evicting && TellsMore(x) => Change(this with { HoldUntil = new[] { HoldUntil, x.HoldUntil }.Max(), ContainerId = ContainerId ?? x.ContainerId }),
        LeaseEvent.Extended x when IsLeased => Extend(x),
        LeaseEvent.Confirmed x => Confirm(x),
        LeaseEvent.Released x => Release(x),
        LeaseEvent.Expired x when IsLeased && IsDue(x.At) => Change(Evict(Leases.EndReason.Expired, x.At)),
        LeaseEvent.ContainerExited x when State is LeaseState.Active => Change(this with { ExitedAt = x.At, RestartAt = x.RestartAt, LastError = $"container exited: {x.Detail}" }),
        LeaseEvent.ContainerRestarted x when State is LeaseState.Active => Change(EndOutage(x.At) with { Restarts = Restarts + 1, ExitedAt = null, RestartAt = null, Completed = false, ContainerIp = x.ContainerIp }),
        LeaseEvent.RestartFailed x when State is LeaseState.Active => Change(this with { RestartAt = x.RetryAt, LastError = x.Error }),
        LeaseEvent.ContainerCompleted x when State is LeaseState.Active => Change(EndOutage(x.At) with { Completed = true, RestartAt = null }),
        LeaseEvent.OutageBegan x when State is LeaseState.Active => BeginOutage(x),
        LeaseEvent.OutageEnded x when State is LeaseState.Active => Outage is null ? new Transition.Repeated() : Change(EndOutage(x.At)),
        LeaseEvent.ContainerLost x when IsLeased => Change(Evict(Leases.EndReason.ContainerLost, x.At)),
        LeaseEvent.DiskLimitReached x when IsLeased => Change(Evict(Leases.EndReason.DiskLimit, x.At)),
        LeaseEvent.KeyLost x when State is LeaseState.Active => Change(EndOutage(x.At) with { State = LeaseState.Locked, RestartAt = null }),
        LeaseEvent.Unlocked x when State is LeaseState.Locked => Unlock(x),
        LeaseEvent.EvictionFailed x when State is LeaseState.Evicting => Change(Retry(x)),
        LeaseEvent.VerifiedGone x when State is LeaseState.Evicting && !(x.At < HoldUntil) => Change(End(x.At)),
        _ => Refuse(e),
    };

    private Transition.Changed Change(Lease lease) => new(lease with { Version = Version + 1 });

    private Transition.Refused Refuse(LeaseEvent e) =>
        new(new Problem(ErrorCodes.NotActive, $"lease {Id} is {State.ToString().ToLowerInvariant()}; {e.Name} does not apply"));

    private Lease Admit(LeaseEvent.Admitted e) =>
        this with { State = LeaseState.Provisioning, Vmid = e.Vmid, Ports = e.Ports };

    private Lease Fail(EndReason reason, Problem? problem, DateTimeOffset at) =>
        this with { State = LeaseState.Failed, EndReason = reason, Code = problem?.Code, LastError = problem?.Detail, EndedAt = at };

    private Lease Start(LeaseEvent.Started e) => this with
    {
        State = LeaseState.Active,
        ContainerId = e.ContainerId,
        ContainerIp = e.ContainerIp,
        StartedAt = e.At,
        ExpiresAt = e.At + Duration,
    };

    // Of one that was released before: a longer hold, or which container it has.
    private bool TellsMore(LeaseEvent.ProvisionFailed e) =>
        e.HoldUntil > (HoldUntil ?? DateTimeOffset.MinValue) || (ContainerId is null && e.ContainerId is not null);

    private Lease Undo(LeaseEvent.ProvisionFailed e) =>
        Evict(Leases.EndReason.ProvisionFailed, e.At) with { Code = e.Problem.Code, LastError = e.Problem.Detail, HoldUntil = e.HoldUntil, ContainerId = e.ContainerId };

    private Transition Extend(LeaseEvent.Extended e)
    {
        if (Extensions.FirstOrDefault(x => x.RequestId == e.RequestId) is { } known)
        {
            return known.By == e.By
                ? new Transition.Repeated()
                : new Transition.Refused(new Problem(ErrorCodes.RequestIdConflict, $"request {e.RequestId} extended this lease by {DurationText.Format(known.By)} before"));
        }

        if (IsDue(e.At))
        {
            return RefuseExpired();
        }

        if (e.By <= TimeSpan.Zero)
        {
            return new Transition.Refused(new Problem(ErrorCodes.InvalidDuration, "a lease is extended by more than nothing"));
        }

        if (Extensions.Length >= MaxExtensions)
        {
            return new Transition.Refused(new Problem(ErrorCodes.InvalidDuration, $"a lease can be extended {MaxExtensions} times, and this one was; buy more time at once"));
        }

        // Compared by subtraction: the sum of two durations may not fit.
        return e.By > e.MaximumDuration - Duration
            ? new Transition.Refused(new Problem(ErrorCodes.InvalidDuration, $"a lease may last {DurationText.Format(e.MaximumDuration)} in all; this one has {DurationText.Format(Duration)} already"))
            : Change(this with { Duration = Duration + e.By, ExpiresAt = ExpiresAt + e.By, Extensions = Extensions.Add(new LeaseExtension(e.RequestId, e.By)) });
    }

    private Transition Confirm(LeaseEvent.Confirmed e)
    {
        if (Confirmation is { } known && known.RequestId == e.RequestId)
        {
            return known.For == e.For
                ? new Transition.Repeated()
                : new Transition.Refused(new Problem(ErrorCodes.RequestIdConflict, $"request {known.RequestId} confirmed this lease with another duration before"));
        }

        if (!IsLeased)
        {
            return Refuse(e);
        }

        if (!Held)
        {
            return new Transition.Refused(new Problem(ErrorCodes.NotHeld, $"the end of lease {Id} is in force, there is nothing to confirm; extend it for more time, or release it"));
        }

        var confirmed = this with { Held = false, Confirmation = e.RequestId is { } id ? new LeaseConfirmation(id, e.For) : null };
        return Change(e.For is { } time ? confirmed.EndIn(time, e.At) : confirmed);
    }

    private Lease EndIn(TimeSpan time, DateTimeOffset at)
    {
        var shift = at + time - EndAsOf(at);
        return this with { Duration = Duration + (shift ?? TimeSpan.Zero), ExpiresAt = ExpiresAt + shift };
    }

    // Until it is known how long it lasts, the end is as late as it can become. Nobody is kept beyond an end that had come before.
    private Transition BeginOutage(LeaseEvent.OutageBegan e)
    {
        if (Outage is not null || Completed)
        {
            return new Transition.Repeated();
        }

        if (IsDue(e.Since))
        {
            return RefuseExpired();
        }

        var held = TimeSpan.FromTicks(Math.Max(0, (e.MaximumCredit - OutageCredit).Ticks));
        var since = new[] { e.Since, StartedAt!.Value }.Max(); // active leases have started
        return Change(this with { Outage = new Outage(since, held), ExpiresAt = ExpiresAt + held });
    }

    private Lease EndOutage(DateTimeOffset at) =>
        Outage is null ? this : this with { ExpiresAt = EndAsOf(at), OutageCredit = OutageCredit + Outage.CreditAt(at), Outage = null };

    private Transition Release(LeaseEvent.Released e) => State switch
    {
        LeaseState.Queued => Change(Fail(Leases.EndReason.Released, null, e.At)),
        LeaseState.Provisioning => Change(Evict(Leases.EndReason.Released, e.At)),
        LeaseState.Active or LeaseState.Locked => IsDue(e.At) ? RefuseExpired() : Change(Evict(Leases.EndReason.Released, e.At)),
        LeaseState.Evicting or LeaseState.Ended or LeaseState.Failed => new Transition.Repeated(),
        _ => throw new UnreachableException(),
    };

    private Transition Unlock(LeaseEvent.Unlocked e) =>
        IsDue(e.At) ? RefuseExpired() : Change(this with { State = LeaseState.Active, Completed = false, ContainerIp = e.ContainerIp });

    private Transition.Refused RefuseExpired() => new(new Problem(ErrorCodes.LeaseExpired, $"lease {Id} ended at {ExpiresAt:O}"));

    private Lease Evict(EndReason reason, DateTimeOffset at) => EndOutage(at) with { State = LeaseState.Evicting, EndReason = reason, RestartAt = null, Held = false };

    private Lease Retry(LeaseEvent.EvictionFailed e) =>
        this with { EvictionAttempts = EvictionAttempts + 1, NextEvictionAt = e.RetryAt, LastError = e.Error };

    private Lease End(DateTimeOffset at) =>
        this with { State = StartedAt is null ? LeaseState.Failed : LeaseState.Ended, EndedAt = at, NextEvictionAt = null, HoldUntil = null };
}
