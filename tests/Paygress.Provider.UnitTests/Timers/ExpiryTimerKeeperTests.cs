using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Timers;

public sealed class ExpiryTimerKeeperTests
{
    private static readonly HostResult<Nothing> No = HostResult.Failed<Nothing>(ErrorCodes.BackendUnavailable, "systemd said no");
    private static readonly HostResult<Nothing> Silence = HostResult.Unknown<Nothing>("systemd did not answer");

    private readonly TimerWorld _world = new();

    [Fact]
    public async Task Start_OfALease_ArmsItsTimer()
    {
        var lease = await _world.StartAsync();

        // 5000 s of uptime, 600 s sold, 7 s of margin.
        var timer = _world.Timers.Armed.ShouldHaveSingleItem();
        timer.ShouldBe(new ExpiryTimer(lease.Id, 5607));
        _world.Timers.ContainerOf(timer).ShouldBe(lease.ContainerId);
    }

    [Fact]
    public async Task Extension_OfALease_MovesItsTimer()
    {
        var lease = await _world.StartAsync();

        await _world.ExtendAsync(lease);

        _world.Timers.Armed.ShouldHaveSingleItem().ShouldBe(new ExpiryTimer(lease.Id, 5667));
    }

    [Fact]
    public async Task Extension_BeforeTheBooksHaveIt_HasBothTimers()
    {
        var lease = await _world.StartAsync();

        (await _world.Keeper.PrepareAsync(lease with { ExpiresAt = lease.ExpiresAt + TimeSpan.FromSeconds(60) }, TimerWorld.Token)).IsDone.ShouldBeTrue();

        _world.Timers.Armed.Select(t => t.Second).ShouldBe([5607, 5667]);
    }

    [Fact]
    public async Task Outage_OfALease_TakesItsTimerUntilItsLengthIsKnown()
    {
        var lease = await _world.StartAsync();

        await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.OutageBegan(_world.Time.GetUtcNow(), TimeSpan.FromHours(24), _world.Time.GetUtcNow()), TimerWorld.Token);
        _world.Timers.Armed.ShouldBeEmpty();
        _world.Pass(TimeSpan.FromSeconds(30));
        await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.OutageEnded(_world.Time.GetUtcNow()), TimerWorld.Token);

        _world.Timers.Armed.ShouldHaveSingleItem().ShouldBe(new ExpiryTimer(lease.Id, 5637));
    }

    [Fact]
    public async Task Rebuild_OfALease_TakesTheTimersThatItHadUntilItsEndIsConfirmed()
    {
        var held = Some.Lease(at: _world.Time.GetUtcNow()) with { Held = true, Version = Lease.RebuiltVersion };
        _world.Timers.Add(new ExpiryTimer(held.Id, 5600));

        (await _world.Ledger.RebuildAsync(held, _world.Time.GetUtcNow(), TimerWorld.Token)).ShouldBeTrue();
        await _world.SweepAsync();
        _world.Timers.Armed.ShouldBeEmpty();

        await _world.Ledger.ApplyAsync(held.Id, new LeaseEvent.Confirmed(null, null, _world.Time.GetUtcNow()), TimerWorld.Token);
        _world.Timers.Armed.ShouldHaveSingleItem().ShouldBe(new ExpiryTimer(held.Id, 5607));
    }

    // The provider ends it, now; a timer that fires at once would only come between.
    [Fact]
    public async Task Confirmation_OfAnEndThatIsOver_ArmsNothing()
    {
        var held = _world.Books.Add(Some.Lease(at: _world.Time.GetUtcNow()) with { Held = true });
        _world.Pass(TimeSpan.FromHours(1));

        (await _world.Ledger.ApplyAsync(held.Id, new LeaseEvent.Confirmed(null, null, _world.Time.GetUtcNow()), TimerWorld.Token)).ShouldBeOfType<ApplyResult.Applied>();

        _world.Timers.Armed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Outage_TimersThatDoNotAnswer_IsStoredAllTheSame()
    {
        var lease = await _world.StartAsync();
        (_world.Timers.ArmAnswer, _world.Timers.ListAnswer, _world.Timers.RemoveAnswer) = (Silence, Silence, Silence);

        var began = await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.OutageBegan(_world.Time.GetUtcNow(), TimeSpan.FromHours(24), _world.Time.GetUtcNow()), TimerWorld.Token);

        began.ShouldBeOfType<ApplyResult.Applied>();
    }

    [Fact]
    public async Task End_OfALease_RemovesItsTimers()
    {
        var lease = await _world.StartAsync();
        _world.Timers.Add(new ExpiryTimer(lease.Id, 9000));
        var other = new ExpiryTimer(LeaseId.New(Some.Now), 9000);
        _world.Timers.Add(other);

        (await _world.Keeper.ForgetAsync(lease.Id, TimerWorld.Token)).IsDone.ShouldBeTrue();

        _world.Timers.Armed.ShouldHaveSingleItem().ShouldBe(other);
    }

    [Fact]
    public async Task End_TimersThatDoNotAnswer_IsNotHeldUp()
    {
        var lease = await _world.StartAsync();
        (_world.Timers.ListAnswer, _world.Timers.RemoveAnswer) = (Silence, Silence);

        (await _world.Keeper.ForgetAsync(lease.Id, TimerWorld.Token)).IsDone.ShouldBeTrue();

        _world.LoggedIds.ShouldBe([EventIds.LeaseTimerNotRemoved]);
    }

    [Fact]
    public async Task Start_TimersThatDoNotAnswer_GoesOnAndIsTold()
    {
        (_world.Timers.ArmAnswer, _world.Timers.ListAnswer, _world.Timers.RemoveAnswer) = (Silence, Silence, Silence);

        var lease = await _world.StartAsync();

        lease.State.ShouldBe(LeaseState.Active);
        _world.LoggedIds.ShouldBe([EventIds.LeaseTimerNotArmed]);
    }

    [Fact]
    public async Task Start_TimerThatWasNotArmed_IsArmedBeforeLong()
    {
        _world.Timers.ArmAnswer = No;
        var lease = await _world.StartAsync();
        await _world.SweepAsync();
        _world.LoggedIds.ShouldBe([EventIds.LeaseTimerNotArmed], "once is enough");
        _world.Timers.ArmAnswer = HostResult.Done;
        _world.Pass(TimeSpan.FromSeconds(60));

        await _world.SweepAsync();

        _world.Timers.Armed.ShouldHaveSingleItem().ShouldBe(new ExpiryTimer(lease.Id, 5607));
    }

    [Fact]
    public async Task Extension_TimersThatDoNotAnswer_IsRefused()
    {
        var lease = await _world.StartAsync();
        (_world.Timers.ArmAnswer, _world.Timers.ListAnswer, _world.Timers.RemoveAnswer) = (Silence, Silence, Silence);

        var result = await _world.ExtendAsync(lease);

        result.ShouldBeOfType<ApplyResult.Refused>().Problem.Code.ShouldBe(ErrorCodes.BackendUnavailable);
        (await _world.ReadAsync(lease.Id)).ExpiresAt.ShouldBe(lease.ExpiresAt);
    }

    [Fact]
    public async Task Extension_OldTimerThatStays_IsRefused()
    {
        var lease = await _world.StartAsync();
        (_world.Timers.ArmAnswer, _world.Timers.RemoveAnswer) = (No, No);

        (await _world.ExtendAsync(lease)).ShouldBeOfType<ApplyResult.Refused>().IsEndNotKept.ShouldBeTrue();

        _world.Timers.Armed.ShouldHaveSingleItem().Second.ShouldBe(5607);
    }

    [Fact]
    public async Task Extension_OldTimerThatCanBeRemoved_GoesOnWithoutATimer()
    {
        var lease = await _world.StartAsync();
        _world.Timers.ArmAnswer = No;

        (await _world.ExtendAsync(lease)).ShouldBeOfType<ApplyResult.Applied>();

        _world.Timers.Armed.ShouldBeEmpty();
        _world.LoggedIds.ShouldBe([EventIds.LeaseTimerNotArmed]);
    }

    [Fact]
    public async Task Extension_OldTimerNotRemovedAfterwards_IsToldAndSweptAway()
    {
        var lease = await _world.StartAsync();
        _world.Timers.RemoveAnswer = No;
        (await _world.ExtendAsync(lease)).ShouldBeOfType<ApplyResult.Applied>();
        _world.Timers.Armed.Length.ShouldBe(2);
        _world.LoggedIds.ShouldBe([EventIds.LeaseTimerNotRemoved]);
        _world.Timers.RemoveAnswer = HostResult.Done;

        await _world.SweepAsync();

        _world.Timers.Armed.ShouldHaveSingleItem().Second.ShouldBe(5667);
    }
}
