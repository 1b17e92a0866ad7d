using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Api;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Clocks;

namespace Paygress.Provider.UnitTests.Api;

public sealed class LeaseMapperTests
{
    private readonly FakeTimeProvider _time = new(Some.Now);
    private readonly SpawnProgress _progress = new();
    private readonly FakeHostClock _clock;
    private readonly LeaseMapper _mapper;

    public LeaseMapperTests()
    {
        _clock = new FakeHostClock(_time);
        _mapper = new LeaseMapper("203.0.113.9", _progress, _clock, _time);
    }

    [Fact]
    public void ToMessage_ActiveLease_ShowsAccessAndTimeLeft()
    {
        var lease = Some.Lease(vmid: 1042, duration: TimeSpan.FromMinutes(10));
        _time.Advance(TimeSpan.FromMilliseconds(1500));

        var message = _mapper.ToMessage(lease);

        message.LeaseId.ShouldBe(lease.Id.ToString());
        message.Vmid.ShouldBe(1042);
        message.State.ShouldBe("active");
        message.SecondsLeft.ShouldBe(598.5);
        message.ExpiresAt.ShouldBe(Some.Now.AddMinutes(10));
        message.Ports.ShouldHaveSingleItem().ShouldBe(new("203.0.113.9", 20042, 8080, "tcp", "web"));
        message.Container.ShouldBe(new("paygress-1042", "0123456789abcdef", "10.213.0.2", null));
    }

    [Fact]
    public void ToMessage_WallClockWasSet_ShowsMomentsAsPeopleReadThem()
    {
        _clock.Skew = TimeSpan.FromHours(1);

        var message = _mapper.ToMessage(Some.Lease(duration: TimeSpan.FromMinutes(10)));

        (message.CreatedAt, message.StartedAt, message.ExpiresAt).ShouldBe((Some.Now.AddHours(1), Some.Now.AddHours(1), Some.Now.AddHours(1).AddMinutes(10)));
        message.SecondsLeft.ShouldBe(600);
    }

    [Fact]
    public void ToMessage_DuringAnOutage_ShowsTheEndAsItIsUpToNow()
    {
        var began = Some.Lease(duration: TimeSpan.FromMinutes(10)).Apply(new LeaseEvent.OutageBegan(Some.Now, TimeSpan.FromDays(1), Some.Now));
        _time.Advance(TimeSpan.FromMinutes(3));

        var message = _mapper.ToMessage(((Transition.Changed)began).Lease);

        (message.SecondsLeft, message.OutageCreditSeconds, message.OutageSince).ShouldBe((600, 180, Some.Now));
        message.ExpiresAt.ShouldBe(Some.Now.AddMinutes(13));
    }

    [Fact]
    public void ToMessage_EndIsHeld_ShowsTheEndAndNoTimeLeft()
    {
        var lease = Some.Lease() with { Held = true };

        var message = _mapper.ToMessage(lease);

        (message.Held, message.ExpiresAt, message.SecondsLeft).ShouldBe((true, lease.ExpiresAt, null));
    }

    [Fact]
    public void ToMessage_PastItsEnd_ShowsNoNegativeTime()
    {
        var lease = Some.Lease(duration: TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromHours(1));

        _mapper.ToMessage(lease).SecondsLeft.ShouldBe(0);
    }

    [Theory]
    [InlineData(LeaseState.Queued, "queued")]
    [InlineData(LeaseState.Provisioning, "provisioning")]
    [InlineData(LeaseState.Evicting, "evicting")]
    [InlineData(LeaseState.Ended, "ended")]
    [InlineData(LeaseState.Failed, "failed")]
    public void ToMessage_NotRunning_ShowsNoTimeLeft(LeaseState state, string text)
    {
        var message = _mapper.ToMessage(Some.Lease(state));

        message.State.ShouldBe(text);
        message.SecondsLeft.ShouldBeNull();
    }

    [Fact]
    public void ToMessage_QueuedLease_HasNeitherVmidNorContainer()
    {
        var lease = Some.Lease(LeaseState.Queued);
        _progress.Set(lease.Id, "looking for room");

        var message = _mapper.ToMessage(lease);

        message.Vmid.ShouldBeNull();
        message.Container.ShouldBeNull();
        message.Ports.ShouldBeEmpty();
        message.Progress.ShouldBe("looking for room");
    }

    [Fact]
    public void ToMessage_RejectedLease_ShowsCodeAndReason()
    {
        var message = _mapper.ToMessage(Some.Lease(LeaseState.Failed));

        (message.EndReason, message.Code, message.LastError).ShouldBe(("rejected", "no_capacity", "it did not work"));
    }
}
