using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Timers;

public sealed class ExpiryTimerSweepTests
{
    private readonly TimerWorld _world = new();

    [Fact]
    public async Task SweepOnce_AllAsItShouldBe_ChangesNothing()
    {
        await _world.StartAsync();
        var armed = _world.Timers.Armed;
        var lists = 0;
        _world.Timers.OnList = () => lists++;

        await _world.SweepAsync();

        _world.Timers.Armed.ShouldBe(armed);
        lists.ShouldBe(1);
    }

    // The timer slept too. What the lease is owed is not in the books before the cleanup loop turns, or while its file can't be written.
    [Fact]
    public async Task SweepOnce_TheMachineSlept_LeavesTheTimerAsItIs()
    {
        await _world.StartAsync();
        var armed = _world.Timers.Armed;
        _world.Time.Advance(TimeSpan.FromMinutes(8));
        _world.Clock.Suspended = TimeSpan.FromMinutes(8);

        await _world.SweepAsync();

        _world.Timers.Armed.ShouldBe(armed);
    }

    [Theory]
    [InlineData(LeaseState.Active)]
    [InlineData(LeaseState.Locked)]
    public async Task SweepOnce_AfterAReboot_ArmsThemAnew(LeaseState state)
    {
        var lease = _world.Books.Add(Some.Lease(state));
        _world.Timers.Uptime = TimeSpan.FromSeconds(30);

        await _world.SweepAsync();

        _world.Timers.Armed.ShouldHaveSingleItem().ShouldBe(new ExpiryTimer(lease.Id, 637));
    }

    [Theory]
    [InlineData(5550)]
    [InlineData(5700)]
    public async Task SweepOnce_WrongTimer_IsReplaced(long second)
    {
        var lease = _world.Books.Add(Some.Lease());
        _world.Timers.Add(new ExpiryTimer(lease.Id, second));

        await _world.SweepAsync();

        _world.Timers.Armed.ShouldHaveSingleItem().ShouldBe(new ExpiryTimer(lease.Id, 5607));
    }

    [Fact]
    public async Task SweepOnce_WrongTimerAndNoOtherCanBeArmed_IsKept()
    {
        var lease = _world.Books.Add(Some.Lease());
        _world.Timers.Add(new ExpiryTimer(lease.Id, 5700));
        _world.Timers.ArmAnswer = HostResult.Unknown<Nothing>("silence");

        await _world.SweepAsync();

        _world.Timers.Armed.ShouldHaveSingleItem().Second.ShouldBe(5700);
    }

    [Fact]
    public async Task SweepOnce_BetweenAnExtensionAndTheBooks_KeepsBoth()
    {
        var lease = await _world.StartAsync();
        await _world.Keeper.PrepareAsync(lease with { ExpiresAt = lease.ExpiresAt + TimeSpan.FromSeconds(60) }, TimerWorld.Token);

        await _world.SweepAsync();

        _world.Timers.Armed.Select(t => t.Second).ShouldBe([5607, 5667]);
    }

    [Fact]
    public async Task SweepOnce_ExtensionThatNeverCameToTheBooks_LeavesTheOldOne()
    {
        var lease = await _world.StartAsync();
        await _world.Keeper.PrepareAsync(lease with { ExpiresAt = lease.ExpiresAt + TimeSpan.FromSeconds(60) }, TimerWorld.Token);
        _world.Pass(TimeSpan.FromSeconds(61));

        await _world.SweepAsync();

        _world.Timers.Armed.ShouldHaveSingleItem().Second.ShouldBe(5607);
    }

    [Fact]
    public async Task Mend_LeaseThatEndedMeanwhile_GetsNoTimer()
    {
        var lease = _world.Books.Add(Some.Lease(LeaseState.Evicting));

        await _world.Keeper.MendAsync(lease.Id, () => _world.Books.Leases.FindAsync(lease.Id, TimerWorld.Token), TimerWorld.Token);

        _world.Timers.Armed.ShouldBeEmpty();
    }

    [Fact]
    public async Task SweepOnce_LeaseInAnOutage_HasNone()
    {
        var lease = _world.Books.Add(Some.Lease() with { Outage = new Outage(Some.Now, TimeSpan.FromHours(1)) });
        _world.Timers.Add(new ExpiryTimer(lease.Id, 5607));

        await _world.SweepAsync();
        await _world.SweepAsync();

        _world.Timers.Armed.ShouldBeEmpty();
    }

    [Fact]
    public async Task SweepOnce_OverdueLease_IsLeftToTheProvider()
    {
        _world.Books.Add(Some.Lease());
        _world.Pass(TimeSpan.FromMinutes(11));

        await _world.SweepAsync();

        _world.Timers.Armed.ShouldBeEmpty();
    }

    [Fact]
    public async Task SweepOnce_LeaseBeingEnded_KeepsItsTimer()
    {
        var lease = _world.Books.Add(Some.Lease(LeaseState.Evicting));
        _world.Timers.Add(new ExpiryTimer(lease.Id, 5607));

        await _world.SweepAsync();

        _world.Timers.Armed.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(LeaseState.Ended)]
    [InlineData(LeaseState.Failed)]
    public async Task SweepOnce_TimerOfALeaseThatIsOver_IsRemovedAndTold(LeaseState state)
    {
        var lease = _world.Books.Add(Some.Lease(state));
        _world.Timers.Add(new ExpiryTimer(lease.Id, 5607));

        await _world.SweepAsync();

        _world.Timers.Armed.ShouldBeEmpty();
        _world.LoggedIds.ShouldBe([EventIds.ExpiryTimersRemoved]);
    }

    [Fact]
    public async Task SweepOnce_BooksThatAreNotThoseThatArmedThem_RemovesNone()
    {
        var world = new TimerWorld(mayRemoveOrphans: false);
        world.Timers.Add(new ExpiryTimer(LeaseId.New(Some.Now), 5607));

        await world.SweepAsync();

        world.Timers.Armed.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task SweepOnce_NoAnswer_IsToldOnceAndConcludesNothing()
    {
        await _world.StartAsync();
        var armed = _world.Timers.Armed;
        _world.Timers.ListAnswer = HostResult.Unknown<Nothing>("silence");

        await _world.SweepAsync();
        await _world.SweepAsync();
        _world.Timers.ListAnswer = HostResult.Done;
        await _world.SweepAsync();

        _world.LoggedIds.ShouldBe([EventIds.ExpiryTimersUnavailable, EventIds.ExpiryTimersAvailable]);
        _world.Timers.Armed.ShouldBe(armed);
    }
}
