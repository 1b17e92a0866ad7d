using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Leases;

public sealed class LeaseTests
{
    private static readonly DateTimeOffset End = Some.Now.AddMinutes(10);
    private static readonly DateTimeOffset JustBefore = End.AddTicks(-1);
    private static readonly TimeSpan Most = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(LeaseState.Active)]
    [InlineData(LeaseState.Locked)]
    public void Apply_ExpiredBeforeTheEnd_IsRefused(LeaseState state)
    {
        Refusal(Some.Lease(state), new LeaseEvent.Expired(JustBefore)).ShouldBe(ErrorCodes.NotActive);
        Changed(Some.Lease(state), new LeaseEvent.Expired(End)).EndReason.ShouldBe(EndReason.Expired);
    }

    [Fact]
    public void Apply_ReleasedAtTheEnd_IsRefusedAsExpired()
    {
        Refusal(Some.Lease(), new LeaseEvent.Released(null, End)).ShouldBe(ErrorCodes.LeaseExpired);
        Changed(Some.Lease(), new LeaseEvent.Released(null, JustBefore)).EndReason.ShouldBe(EndReason.Released);
    }

    [Fact]
    public void Apply_UnlockedAtTheEnd_IsRefusedAsExpired()
    {
        Refusal(Some.Lease(LeaseState.Locked), new LeaseEvent.Unlocked(null, End)).ShouldBe(ErrorCodes.LeaseExpired);
        Changed(Some.Lease(LeaseState.Locked), new LeaseEvent.Unlocked("10.0.0.9", JustBefore)).ContainerIp.ShouldBe("10.0.0.9");
    }

    [Fact]
    public void Apply_UnlockedAfterItsProcessHadCompleted_IsWatchedAgain()
    {
        var locked = Changed(Changed(Some.Lease(), new LeaseEvent.ContainerCompleted(0, Some.Now)), new LeaseEvent.KeyLost(Some.Now));

        Changed(locked, new LeaseEvent.Unlocked(null, Some.Now)).Completed.ShouldBeFalse();
    }

    [Fact]
    public void Apply_ExtendedAtTheEnd_IsRefusedAsExpired()
    {
        Refusal(Some.Lease(), Extend(5, at: End)).ShouldBe(ErrorCodes.LeaseExpired);
        Changed(Some.Lease(), Extend(5, at: JustBefore)).ExpiresAt.ShouldBe(End.AddMinutes(5));
    }

    [Fact]
    public void Apply_ExtendedTwiceWithOneRequest_CountsOnce()
    {
        var extended = Changed(Some.Lease(), Extend(5));

        extended.Apply(Extend(5)).ShouldBeOfType<Transition.Repeated>();
        extended.Apply(Extend(5, at: End.AddHours(1))).ShouldBeOfType<Transition.Repeated>();
        Refusal(extended, Extend(6)).ShouldBe(ErrorCodes.RequestIdConflict);
        extended.Duration.ShouldBe(TimeSpan.FromMinutes(15));
    }

    [Fact]
    public void Apply_ExtendedBeyondTheMaximum_IsRefused()
    {
        Changed(Some.Lease(), Extend(50)).Duration.ShouldBe(Most);
        Refusal(Some.Lease(), Extend(51)).ShouldBe(ErrorCodes.InvalidDuration);
        Refusal(Some.Lease(), new LeaseEvent.Extended(Some.RequestId("x"), TimeSpan.MaxValue, Most, Some.Now)).ShouldBe(ErrorCodes.InvalidDuration);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Apply_ExtendedByNothingOrLess_IsRefused(int minutes) =>
        Refusal(Some.Lease(), Extend(minutes)).ShouldBe(ErrorCodes.InvalidDuration);

    [Fact]
    public void Apply_GoneWhileHeld_IsRefusedUntilTheHoldIsOver()
    {
        var hold = Some.Now.AddSeconds(60);
        var undone = Changed(Some.Lease(LeaseState.Provisioning), new LeaseEvent.ProvisionFailed(Some.Problem(), hold, Some.Now));

        Refusal(undone, new LeaseEvent.VerifiedGone(hold.AddTicks(-1))).ShouldBe(ErrorCodes.NotActive);
        var failed = Changed(undone, new LeaseEvent.VerifiedGone(hold));
        failed.State.ShouldBe(LeaseState.Failed);
        failed.Code.ShouldBe(ErrorCodes.BackendError);
    }

    [Fact]
    public void Apply_StepCutOffAfterRelease_StillHoldsTheVmid()
    {
        var hold = Some.Now.AddSeconds(60);
        var released = Changed(Some.Lease(LeaseState.Provisioning), new LeaseEvent.Released(null, Some.Now));

        var held = Changed(released, new LeaseEvent.ProvisionFailed(Some.Problem(), hold, Some.Now));

        held.EndReason.ShouldBe(EndReason.Released);
        Refusal(held, new LeaseEvent.VerifiedGone(Some.Now)).ShouldBe(ErrorCodes.NotActive);
        Changed(held, new LeaseEvent.VerifiedGone(hold)).State.ShouldBe(LeaseState.Failed);
    }

    [Fact]
    public void Apply_GoneAfterItRan_IsEndedElseFailed()
    {
        var ran = Changed(Some.Lease(), new LeaseEvent.Released(null, Some.Now));
        var neverRan = Changed(Some.Lease(LeaseState.Provisioning), new LeaseEvent.Released(null, Some.Now));

        Changed(ran, new LeaseEvent.VerifiedGone(Some.Now)).State.ShouldBe(LeaseState.Ended);
        Changed(neverRan, new LeaseEvent.VerifiedGone(Some.Now)).State.ShouldBe(LeaseState.Failed);
    }

    // Each is remembered, and written down again with each further one.
    [Fact]
    public void Apply_ExtendedAsOftenAsMayBe_IsRefusedWithACode()
    {
        var lease = Some.Lease() with { Extensions = [.. Enumerable.Range(1, Lease.MaxExtensions).Select(i => new LeaseExtension(Some.RequestId($"e{i}"), TimeSpan.FromSeconds(1)))] };

        var refused = lease.Apply(new LeaseEvent.Extended(Some.RequestId("one-more"), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), Some.Now)).ShouldBeOfType<Transition.Refused>();

        refused.Problem.ShouldBe(new Problem(ErrorCodes.InvalidDuration, "a lease can be extended 10000 times, and this one was; buy more time at once"));
        lease.Apply(new LeaseEvent.Extended(Some.RequestId("e7"), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), Some.Now)).ShouldBeOfType<Transition.Repeated>();
    }

    [Fact]
    public void Apply_ProvisionFailedWithAContainer_KeepsItsId()
    {
        var failed = new LeaseEvent.ProvisionFailed(Some.Problem(), Some.Now.AddSeconds(60), Some.Now) { ContainerId = "c" };
        var released = Changed(Some.Lease(LeaseState.Provisioning), new LeaseEvent.Released(null, Some.Now));

        Changed(Some.Lease(LeaseState.Provisioning), failed).ContainerId.ShouldBe("c");
        Changed(released, failed).ContainerId.ShouldBe("c");
        Changed(released, failed with { HoldUntil = null }).ContainerId.ShouldBe("c");
        Refusal(Changed(released, failed), failed with { HoldUntil = null }).ShouldBe(ErrorCodes.NotActive);
    }

    // The first is the one that was seen; each says what the other does not.
    [Fact]
    public void Apply_ProvisionFailedAgainAfterRelease_KeepsTheContainerAndTheLaterHold()
    {
        var (earlier, later) = (Some.Now.AddSeconds(60), Some.Now.AddSeconds(90));
        var released = Changed(Some.Lease(LeaseState.Provisioning), new LeaseEvent.Released(null, Some.Now));
        var known = Changed(released, new LeaseEvent.ProvisionFailed(Some.Problem(), earlier, Some.Now) { ContainerId = "c" });
        var held = Changed(released, new LeaseEvent.ProvisionFailed(Some.Problem(), later, Some.Now));

        foreach (var other in (string?[])[null, "other"])
        {
            var again = Changed(known, new LeaseEvent.ProvisionFailed(Some.Problem(), later, Some.Now) { ContainerId = other });
            (again.ContainerId, again.HoldUntil).ShouldBe(("c", later));
        }

        foreach (var hold in (DateTimeOffset?[])[null, earlier, later])
        {
            var again = Changed(held, new LeaseEvent.ProvisionFailed(Some.Problem(), hold, Some.Now) { ContainerId = "c" });
            (again.ContainerId, again.HoldUntil).ShouldBe(("c", later));
        }
    }

    [Fact]
    public void Apply_StepCutOffAgainAfterRelease_HoldsNoShorter()
    {
        var hold = Some.Now.AddSeconds(60);
        var released = Changed(Some.Lease(LeaseState.Provisioning), new LeaseEvent.Released(null, Some.Now));
        var held = Changed(released, new LeaseEvent.ProvisionFailed(Some.Problem(), hold, Some.Now));

        Refusal(held, new LeaseEvent.ProvisionFailed(Some.Problem(), hold, Some.Now)).ShouldBe(ErrorCodes.NotActive);
        Refusal(held, new LeaseEvent.ProvisionFailed(Some.Problem(), hold.AddTicks(-1), Some.Now)).ShouldBe(ErrorCodes.NotActive);
        Changed(held, new LeaseEvent.ProvisionFailed(Some.Problem(), hold.AddTicks(1), Some.Now)).HoldUntil.ShouldBe(hold.AddTicks(1));
    }

    [Fact]
    public void Apply_Rejected_KeepsWhy()
    {
        var failed = Changed(Some.Lease(LeaseState.Queued), new LeaseEvent.Rejected(Some.Problem(), Some.Now));

        (failed.EndReason, failed.Code, failed.LastError, failed.EndedAt).ShouldBe((EndReason.Rejected, Some.Problem().Code, Some.Problem().Detail, Some.Now));
    }

    [Fact]
    public void Apply_ContainerExitsAndRunsAgain_IsCountedAndForgotten()
    {
        var exited = Changed(Some.Lease() with { Completed = true }, new LeaseEvent.ContainerExited(3, End, Some.Now));
        (exited.ExitedAt, exited.RestartAt, exited.LastError).ShouldBe((Some.Now, End, "container exited: exit code 3"));

        var again = Changed(exited, new LeaseEvent.ContainerRestarted("10.0.0.9", Some.Now));
        (again.Restarts, again.ExitedAt, again.RestartAt, again.Completed, again.ContainerIp).ShouldBe((1, null, null, false, "10.0.0.9"));
    }

    [Fact]
    public void Apply_EvictionFailsAgain_IsCountedAndTriedLater()
    {
        var once = Changed(Some.Lease(LeaseState.Evicting), new LeaseEvent.EvictionFailed("busy", End, Some.Now));

        var twice = Changed(once, new LeaseEvent.EvictionFailed("still busy", End.AddSeconds(2), End));

        (twice.EvictionAttempts, twice.NextEvictionAt, twice.LastError).ShouldBe((2, End.AddSeconds(2), "still busy"));
    }

    [Fact]
    public void Apply_AnyRefusal_SaysWhatIsWrong()
    {
        var extended = Changed(Some.Lease(), Extend(5));
        var id = extended.Id;

        Detail(extended, new LeaseEvent.Expired(Some.Now)).ShouldBe($"lease {id} is active; Expired does not apply");
        Detail(extended, Extend(6)).ShouldBe("request extend-1 extended this lease by 5m before");
        Detail(Some.Lease(), Extend(0)).ShouldBe("a lease is extended by more than nothing");
        Detail(Some.Lease(), Extend(51)).ShouldBe("a lease may last 1h in all; this one has 10m already");
        Detail(extended, new LeaseEvent.Released(null, End.AddMinutes(5))).ShouldBe($"lease {id} ended at {End.AddMinutes(5):O}");
    }

    private static string Detail(Lease lease, LeaseEvent e) => lease.Apply(e).ShouldBeOfType<Transition.Refused>().Problem.Detail;

    private static LeaseEvent.Extended Extend(int minutes, DateTimeOffset? at = null) =>
        new(Some.RequestId("extend-1"), TimeSpan.FromMinutes(minutes), Most, at ?? Some.Now);

    private static Lease Changed(Lease lease, LeaseEvent e) => lease.Apply(e).ShouldBeOfType<Transition.Changed>().Lease;

    private static string Refusal(Lease lease, LeaseEvent e) => lease.Apply(e).ShouldBeOfType<Transition.Refused>().Problem.Code;
}
