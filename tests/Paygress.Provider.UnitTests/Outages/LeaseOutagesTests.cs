using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Outages;

public sealed class LeaseOutagesTests
{
    private static readonly TimeSpan Down = TimeSpan.FromHours(2);
    private World _world = new();

    [Fact]
    public async Task RecoverAsync_AfterAReboot_LeasesGetBackTheTimeUntilTheyRun()
    {
        var lease = await _world.RunLeaseAsync();
        await RebootAsync();

        await RecoverAsync();
        (await _world.LeaseCleanup.ExpireDueAsync(_world.Time.GetUtcNow(), World.Token)).ShouldBeEmpty();
        await _world.Reconciler.SweepOnceAsync(World.Token);
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await _world.Restarter.RestartDueAsync(_world.Time.GetUtcNow(), World.Token);
        await _world.Work.DrainAsync();

        var again = await _world.ReadAsync(lease.Id);
        (again.Outage, again.Restarts).ShouldBe((null, 1));
        again.OutageCredit.ShouldBe(Down + TimeSpan.FromSeconds(1));
        again.ExpiresAt.ShouldBe(lease.ExpiresAt + Down + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task RecoverAsync_AfterARebootOfAnEncryptedLease_GivesBackTheTimeUntilItIsLocked()
    {
        var lease = await _world.SpawnAsync(Requests.Encrypted());
        await RebootAsync();

        await RecoverAsync();
        await _world.Reconciler.SweepOnceAsync(World.Token);
        await _world.Work.DrainAsync();

        var locked = await _world.ReadAsync(lease.Id);
        (locked.State, locked.ExpiresAt).ShouldBe((LeaseState.Locked, lease.ExpiresAt + Down));
    }

    [Fact]
    public async Task RecoverAsync_SameBoot_OwesNothing()
    {
        var lease = await _world.RunLeaseAsync();
        await MarkAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(5));

        await RecoverAsync();

        (await _world.ReadAsync(lease.Id)).ShouldBe(lease);
    }

    [Fact]
    public async Task RecoverAsync_CrashBeforeTheNewMark_GivesBackOnce()
    {
        var lease = await _world.RunLeaseAsync();
        await RebootAsync();
        _world.Marks.IsBroken = true;
        await RecoverAsync();
        _world.Marks.IsBroken = false;
        _world.Time.Advance(TimeSpan.FromMinutes(1));

        await RecoverAsync();

        (await _world.ReadAsync(lease.Id)).Outage!.Since.ShouldBe(Some.Now);
    }

    [Fact]
    public async Task RecoverAsync_WrongClockAfterAReboot_ChargesNobodyAndTellsIt()
    {
        var lease = await _world.RunLeaseAsync();
        await RebootAsync();
        _world.Clock.Skew = TimeSpan.FromDays(-365);

        await RecoverAsync();

        _world.LoggedIds.Where(id => id is EventIds.MachineRestarted or EventIds.ClockDoubted).ShouldBe([EventIds.MachineRestarted, EventIds.ClockDoubted]);
        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
    }

    [Fact]
    public async Task ExpireDueAsync_TheMachineSleptOverTheEnd_GivesItBackFirst()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Time.Advance(TimeSpan.FromHours(3));
        _world.Clock.Suspended = TimeSpan.FromHours(3);

        (await _world.LeaseCleanup.ExpireDueAsync(_world.Time.GetUtcNow(), World.Token)).ShouldBeEmpty();

        (await _world.ReadAsync(lease.Id)).ExpiresAt.ShouldBe(lease.ExpiresAt + TimeSpan.FromHours(3));
        _world.Time.Advance(TimeSpan.FromMinutes(10));
        (await _world.LeaseCleanup.ExpireDueAsync(_world.Time.GetUtcNow(), World.Token)).ShouldBe([lease.Id]);
    }

    [Fact]
    public async Task ExpireDueAsync_SleptDuringAnOutage_GivesItBackOnce()
    {
        var lease = await _world.RunLeaseAsync();
        await _world.Outages.BeginAsync(lease.Id, Some.Now, World.Token);
        _world.Time.Advance(TimeSpan.FromHours(3));
        _world.Clock.Suspended = TimeSpan.FromHours(3);

        await _world.LeaseCleanup.ExpireDueAsync(_world.Time.GetUtcNow(), World.Token);
        await _world.Exits.CheckAsync(lease.Id, World.Token);

        (await _world.ReadAsync(lease.Id)).OutageCredit.ShouldBe(TimeSpan.FromHours(3));
    }

    private async Task RebootAsync()
    {
        await MarkAsync();
        _world.Compute.Reboot();
        _world.Time.Advance(Down);
        _world.Clock.Reboot();
    }

    private Task MarkAsync() => _world.Liveness.WriteAsync(World.Token);

    // By the next provider on the same host.
    private Task RecoverAsync()
    {
        _world = new World(host: _world.Host);
        return _world.OutageRecovery.RecoverAsync(World.Token);
    }
}
