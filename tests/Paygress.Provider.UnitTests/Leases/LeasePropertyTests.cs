using CsCheck;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Leases;

/// <summary>Whatever happens in whatever order, some things never do.</summary>
public sealed class LeasePropertyTests
{
    private static readonly TimeSpan MaximumCredit = TimeSpan.FromMinutes(30);
    private static readonly Gen<LeaseEvent> AnyEvent = Gen.Select(Gen.Int[0, 20], Gen.Int[0, 7200], Gen.Int[-100, 4000]).Select(Make);

    [Fact]
    public void Apply_AnyEvents_KeepEveryPromise() =>
        AnyEvent.List[0, 40].Sample(events =>
        {
            var lease = Some.Lease(LeaseState.Queued);
            foreach (var e in events)
            {
                lease = Follow(lease, e);
            }
        }, iter: 5_000);

    private static Lease Follow(Lease lease, LeaseEvent e)
    {
        if (lease.Apply(e) is not Transition.Changed { Lease: var next })
        {
            return lease;
        }

        lease.IsOver.ShouldBeFalse();
        next.Version.ShouldBe(lease.Version + 1);
        next.IsReserving.ShouldBe(next.Vmid is not null && !next.IsOver);
        if (lease.Vmid is { } vmid)
        {
            next.Vmid.ShouldBe(vmid);
        }

        if (lease.ExpiresAt is not null)
        {
            // What an outage that is over did not use is taken back; nothing else ever is.
            next.ExpiresAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(lease.EndAsOf(e.At)!.Value);
        }

        next.ExpiresAt.ShouldBe(next.StartedAt + next.Duration + next.OutageCredit + (next.Outage?.Held ?? TimeSpan.Zero));
        next.OutageCredit.ShouldBeLessThanOrEqualTo(MaximumCredit);
        (next.ExpiresAt == lease.ExpiresAt || e.MovesEnd || next.State is LeaseState.Evicting).ShouldBeTrue($"{e.Name} moved the end without saying that it can");
        NeverEndsEarly(lease, next, e);
        return next;
    }

    private static void NeverEndsEarly(Lease lease, Lease next, LeaseEvent e)
    {
        if (next.State is LeaseState.Evicting && lease.State is LeaseState.Active or LeaseState.Locked && next.EndReason is EndReason.Expired)
        {
            e.At.ShouldBeGreaterThanOrEqualTo(lease.ExpiresAt!.Value);
        }

        if (next.IsOver)
        {
            next.EndedAt.ShouldBe(e.At);
            (lease.HoldUntil is null || e.At >= lease.HoldUntil).ShouldBeTrue();
        }
    }

    private static LeaseEvent Make(int kind, int second, int number)
    {
        var at = Some.Now.AddSeconds(second);
        var later = at.AddSeconds(Math.Abs(number));
        return kind switch
        {
            0 or 1 => new LeaseEvent.Admitted(new Vmid(1000 + Math.Abs(number)), [], at),
            2 or 3 => new LeaseEvent.Started("c", null, at),
            4 => new LeaseEvent.ImageReady("sha256:1", null, at),
            5 => new LeaseEvent.ProvisionFailed(Some.Problem(), number % 2 == 0 ? later : null, at),
            6 => new LeaseEvent.Extended(Some.RequestId($"r{number % 3}"), TimeSpan.FromSeconds(number), TimeSpan.FromHours(1), at),
            7 => new LeaseEvent.Released(null, at),
            8 => new LeaseEvent.Expired(at),
            9 => new LeaseEvent.ContainerExited(number, later, at),
            10 => new LeaseEvent.ContainerRestarted(null, at),
            11 => new LeaseEvent.RestartFailed("no", later, at),
            12 => new LeaseEvent.ContainerCompleted(0, at),
            13 => new LeaseEvent.KeyLost(at),
            14 => new LeaseEvent.Unlocked(null, at),
            15 => new LeaseEvent.EvictionFailed("busy", later, at),
            16 => new LeaseEvent.VerifiedGone(at),
            19 => new LeaseEvent.OutageBegan(at.AddSeconds(-Math.Abs(number)), MaximumCredit, at),
            20 => new LeaseEvent.OutageEnded(at),
            17 => number % 5 == 0 ? new LeaseEvent.ContainerLost(at) : new LeaseEvent.Unlocked(null, at),
            _ => number % 5 == 0 ? new LeaseEvent.DiskLimitReached(at) : new LeaseEvent.KeyLost(at),
        };
    }
}
