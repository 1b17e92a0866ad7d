using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Leases;

/// <summary>A lease whose end was rebuilt and is not in force yet.</summary>
public sealed class HeldLeaseTests
{
    private static readonly Lease Held = Some.Lease(duration: TimeSpan.FromMinutes(10)) with { Held = true };
    private static readonly DateTimeOffset End = Held.ExpiresAt!.Value;
    private static readonly DateTimeOffset Later = End.AddHours(3);

    [Fact]
    public void Apply_ExpiredLongAfterTheEnd_IsRefused() => Held.Apply(new LeaseEvent.Expired(Later)).ShouldBeOfType<Transition.Refused>();

    [Fact]
    public void Apply_ReleasedAfterTheEnd_EvictsAndHoldsNoMore()
    {
        var released = Change(Held, new LeaseEvent.Released(null, Later));

        (released.State, released.EndReason, released.Held).ShouldBe((LeaseState.Evicting, EndReason.Released, false));
    }

    // Time that was paid for counts, from the end that is known; what is held stays held.
    [Fact]
    public void Apply_ExtendedAfterTheEnd_MovesTheEndAndHoldsIt()
    {
        var extended = Change(Held, new LeaseEvent.Extended(Some.RequestId(), TimeSpan.FromHours(4), TimeSpan.FromDays(1), Later));

        (extended.ExpiresAt, extended.Held).ShouldBe((End.AddHours(4), true));
    }

    [Fact]
    public void Apply_OutageAfterTheEnd_IsGivenBack() =>
        Change(Held, new LeaseEvent.OutageBegan(Later, TimeSpan.FromDays(1), Later)).Outage.ShouldNotBeNull();

    [Fact]
    public void Apply_KeyLostAndUnlockedAfterTheEnd_StaysHeld()
    {
        var unlocked = Change(Change(Held, new LeaseEvent.KeyLost(Later)), new LeaseEvent.Unlocked(null, Later));

        (unlocked.State, unlocked.Held).ShouldBe((LeaseState.Active, true));
    }

    [Theory]
    [InlineData(LeaseState.Active)]
    [InlineData(LeaseState.Locked)]
    public void Apply_Confirmed_LetsTheEndHold(LeaseState state)
    {
        var confirmed = Change(Some.Lease(state) with { Held = true }, new LeaseEvent.Confirmed(null, null, Later));

        (confirmed.State, confirmed.ExpiresAt, confirmed.Held, confirmed.Confirmation).ShouldBe((state, End, false, null));
        confirmed.Apply(new LeaseEvent.Expired(Later)).ShouldBeOfType<Transition.Changed>();
    }

    [Fact]
    public void Apply_ConfirmedForATime_EndsThatMuchLater()
    {
        var confirmed = Change(Held, new LeaseEvent.Confirmed(null, TimeSpan.FromHours(2), Later));

        confirmed.ExpiresAt.ShouldBe(Later.AddHours(2));
        confirmed.ExpiresAt.ShouldBe(confirmed.StartedAt + confirmed.Duration + confirmed.OutageCredit);
    }

    [Fact]
    public void Apply_ConfirmedForATimeDuringAnOutage_EndsThatMuchLaterIfItIsOverNow()
    {
        var cut = Change(Held, new LeaseEvent.OutageBegan(Later, TimeSpan.FromDays(1), Later));
        var at = Later.AddMinutes(5);

        Change(cut, new LeaseEvent.Confirmed(null, TimeSpan.FromHours(2), at)).EndAsOf(at).ShouldBe(at.AddHours(2));
    }

    [Fact]
    public void Apply_ConfirmedTwiceWithOneRequest_IsRepeatedAlsoWhenItIsOver()
    {
        var e = new LeaseEvent.Confirmed(Some.RequestId("c"), TimeSpan.FromHours(1), Later);
        var confirmed = Change(Held, e);

        confirmed.Apply(e with { At = Later.AddDays(1) }).ShouldBeOfType<Transition.Repeated>();
        Change(confirmed, new LeaseEvent.Released(null, Later)).Apply(e).ShouldBeOfType<Transition.Repeated>();
        confirmed.Apply(e with { For = null }).ShouldBeOfType<Transition.Refused>().Problem
            .ShouldBe(new Problem(ErrorCodes.RequestIdConflict, "request c confirmed this lease with another duration before"));
    }

    [Fact]
    public void Apply_ConfirmedWhereNothingIsHeld_IsRefusedAndSaysWhatToDo()
    {
        var refused = Some.Lease().Apply(new LeaseEvent.Confirmed(null, null, Some.Now)).ShouldBeOfType<Transition.Refused>();

        (refused.Problem.Code, refused.Problem.Detail.Contains("extend it", StringComparison.Ordinal)).ShouldBe((ErrorCodes.NotHeld, true));
        Code(Some.Lease(LeaseState.Evicting), new LeaseEvent.Confirmed(null, null, Some.Now)).ShouldBe(ErrorCodes.NotActive);
    }

    private static string Code(Lease lease, LeaseEvent e) => lease.Apply(e).ShouldBeOfType<Transition.Refused>().Problem.Code;

    private static Lease Change(Lease lease, LeaseEvent e) => lease.Apply(e).ShouldBeOfType<Transition.Changed>(e.Name).Lease;
}
