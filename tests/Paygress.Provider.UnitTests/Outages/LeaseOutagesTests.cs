using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Outages;

public sealed class LeaseOutagesTests
{
    private static readonly TimeSpan Down = TimeSpan.FromHours(2);
    private static readonly HostResult<Nothing> Full = HostResult.Failed<Nothing>(ErrorCodes.BackendError, "the disk is full");
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

    [Fact]
    public async Task BeginAsync_SleptBeforeTheOutageAndNobodyLooked_GivesBackBoth()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Time.Advance(TimeSpan.FromHours(3));
        _world.Clock.Suspended = TimeSpan.FromHours(3);
        await _world.Outages.BeginAsync(lease.Id, _world.Now, World.Token);
        _world.Time.Advance(TimeSpan.FromMinutes(5));

        await _world.Exits.CheckAsync(lease.Id, World.Token);
        (await _world.LeaseCleanup.ExpireDueAsync(_world.Now, World.Token)).ShouldBeEmpty();

        (await _world.ReadAsync(lease.Id)).OutageCredit.ShouldBe(TimeSpan.FromMinutes(3 * 60 + 5));
    }

    [Fact]
    public async Task BeginAsync_SleepCannotBeTakenDown_BeginsNoOutageYet()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Time.Advance(TimeSpan.FromHours(3));
        _world.Clock.Suspended = TimeSpan.FromHours(3);
        _world.Ends.Answer = Full;

        (await _world.Outages.BeginAsync(lease.Id, _world.Now, World.Token)).ShouldBeOfType<ApplyResult.Refused>().IsEndNotKept.ShouldBeTrue();
        _world.Ends.Answer = HostResult.Done;
        await _world.Outages.BeginAsync(lease.Id, _world.Now, World.Token);

        (await _world.ReadAsync(lease.Id)).OutageCredit.ShouldBe(TimeSpan.FromHours(3));
    }

    // The cleanup loop may look a minute after the machine woke: what was restarted in between must not forget the sleep.
    [Fact]
    public async Task RecoverAsync_StoppedRightAfterASleep_GivesItBack()
    {
        var lease = await _world.RunLeaseAsync();
        await MarkAsync();
        _world.Time.Advance(TimeSpan.FromHours(8));
        _world.Clock.Suspended = TimeSpan.FromHours(8);
        await MarkAsync();

        await RecoverAsync();

        (await _world.LeaseCleanup.ExpireDueAsync(_world.Now, World.Token)).ShouldBeEmpty();
        (await _world.ReadAsync(lease.Id)).ExpiresAt.ShouldBe(lease.ExpiresAt + TimeSpan.FromHours(8));
    }

    [Fact]
    public async Task RecoverAsync_NewEndCannotBeTakenDownByAKeeper_IsInTheBooks()
    {
        var lease = await _world.RunLeaseAsync();
        await RebootAsync();
        _world.Ends.Answer = Full;

        await RecoverAsync();

        (await _world.ReadAsync(lease.Id)).Outage!.Since.ShouldBe(Some.Now);
        (await _world.LeaseCleanup.ExpireDueAsync(_world.Now, World.Token)).ShouldBeEmpty();
    }

    // Down came before anybody had looked for the sleep.
    [Fact]
    public async Task RecoverAsync_ASleepWasOwedAtTheReboot_GivesBackThatToo()
    {
        await _world.RunLeaseAsync();
        Sleep(TimeSpan.FromHours(8));
        await RebootAsync();

        await RecoverAsync();

        (await _world.Books.Leases.ListAsync([], World.Token)).ShouldHaveSingleItem().Outage!.Since.ShouldBe(Some.Now);
    }

    [Fact]
    public async Task ExpireDueAsync_SleepCannotBeTakenDown_EndsNobodyAndGivesItBackLater()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Time.Advance(TimeSpan.FromHours(3));
        _world.Clock.Suspended = TimeSpan.FromHours(3);
        _world.Ends.Answer = Full;

        (await _world.LeaseCleanup.ExpireDueAsync(_world.Now, World.Token)).ShouldBeEmpty();
        _world.Outages.Owed.ShouldBe(TimeSpan.FromHours(3));
        _world.Ends.Answer = HostResult.Done;
        (await _world.LeaseCleanup.ExpireDueAsync(_world.Now, World.Token)).ShouldBeEmpty();

        _world.Outages.Owed.ShouldBe(TimeSpan.Zero);
        (await _world.ReadAsync(lease.Id)).ExpiresAt.ShouldBe(lease.ExpiresAt + TimeSpan.FromHours(3));
    }

    // One lease's file can't be written: no reason to give the others twice what they had, whether they slept or could not run.
    [Fact]
    public async Task CreditSleepAsync_OneCannotBeTakenDown_OthersGetItOnce()
    {
        var (refused, runs, down) = (await _world.RunLeaseAsync(), await _world.RunLeaseAsync(1001), await _world.RunLeaseAsync(1002));
        await _world.Outages.BeginAsync(down.Id, _world.Now, World.Token);
        Sleep(TimeSpan.FromHours(1));
        _world.Ends.RefusedFor = refused.Id;
        await _world.Outages.CreditSleepAsync(World.Token);
        await _world.Exits.CheckAsync(down.Id, World.Token);

        await _world.Outages.CreditSleepAsync(World.Token);
        (await CreditOfAsync(refused)).ShouldBe(TimeSpan.Zero);
        _world.Ends.RefusedFor = null;
        await _world.Outages.CreditSleepAsync(World.Token);

        foreach (var lease in new[] { refused, runs, down })
        {
            (await CreditOfAsync(lease)).ShouldBe(TimeSpan.FromHours(1));
        }
    }

    // A stop in the middle of it would leave half of them to the next provider, which gives it to all.
    [Fact]
    public async Task CreditSleepAsync_StoppedHalfway_GoesToItsEnd()
    {
        var (first, second) = (await _world.RunLeaseAsync(), await _world.RunLeaseAsync(1001));
        Sleep(TimeSpan.FromHours(1));
        using var stop = new CancellationTokenSource();
        _world.Ends.OnPrepare = _ => stop.CancelAsync();

        await _world.Outages.CreditSleepAsync(stop.Token);

        ((await CreditOfAsync(first)), (await CreditOfAsync(second)), _world.Outages.Owed).ShouldBe((TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.Zero));
    }

    [Fact]
    public async Task CreditSleepAsync_SleepsAgainMeanwhile_GivesBackBoth()
    {
        var (first, second) = (await _world.RunLeaseAsync(), await _world.RunLeaseAsync(1001));
        Sleep(TimeSpan.FromHours(1));
        _world.Ends.OnPrepare = async next =>
        {
            _world.Ends.OnPrepare = _ => Task.CompletedTask;
            Sleep(TimeSpan.FromHours(1));
            await _world.Outages.BeginAsync(next.Id == first.Id ? second.Id : first.Id, _world.Now, World.Token);
        };

        await _world.Outages.CreditSleepAsync(World.Token);
        await _world.Outages.CreditSleepAsync(World.Token);

        ((await CreditOfAsync(first)), (await CreditOfAsync(second)), _world.Outages.Owed).ShouldBe((TimeSpan.FromHours(2), TimeSpan.FromHours(2), TimeSpan.Zero));
    }

    [Fact]
    public async Task CreditSleepAsync_AnOutageBeginsMeanwhile_DoesNotEndIt()
    {
        var (first, second) = (await _world.RunLeaseAsync(), await _world.RunLeaseAsync(1001));
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        _world.Clock.Suspended = TimeSpan.FromMinutes(1);
        _world.Ends.OnPrepare = async next =>
        {
            _world.Ends.OnPrepare = _ => Task.CompletedTask;
            await _world.Outages.BeginAsync(next.Id == first.Id ? second.Id : first.Id, _world.Now, World.Token);
        };

        await _world.Outages.CreditSleepAsync(World.Token);

        var both = new[] { await _world.ReadAsync(first.Id), await _world.ReadAsync(second.Id) };
        both.Count(l => l.Outage is not null).ShouldBe(1);
    }

    private async Task RebootAsync()
    {
        await MarkAsync();
        _world.Compute.Reboot();
        _world.Time.Advance(Down);
        _world.Clock.Reboot();
    }

    private void Sleep(TimeSpan time)
    {
        _world.Time.Advance(time);
        _world.Clock.Suspended += time;
    }

    private async Task<TimeSpan> CreditOfAsync(Lease lease) => (await _world.ReadAsync(lease.Id)).OutageCredit;

    private Task MarkAsync() => _world.Liveness.WriteAsync(World.Token);

    // By the next provider on the same host.
    private Task RecoverAsync()
    {
        _world = new World(host: _world.Host);
        return _world.OutageRecovery.RecoverAsync(World.Token);
    }
}
