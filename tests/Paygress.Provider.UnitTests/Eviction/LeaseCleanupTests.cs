using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Hosts;
using Paygress.Provider.UnitTests.Faults;

namespace Paygress.Provider.UnitTests.Eviction;

public sealed class LeaseCleanupTests
{
    private static readonly DateTimeOffset End = Some.Now.AddMinutes(10);

    private readonly World _world = new();

    [Fact]
    public async Task EvictDueAsync_JustBeforeTheEnd_TouchesNothing()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Time.SetUtcNow(End.AddMilliseconds(-1));

        await _world.EvictAsync();

        (await _world.ReadAsync(lease.Id)).ShouldBe(lease);
        _world.Compute.Faults.Calls.ShouldNotContain(c => c.Verb == "Signal" || c.Verb == "Delete");
    }

    [Fact]
    public async Task EvictDueAsync_AtTheEnd_LeavesNothing()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Time.SetUtcNow(End);

        await _world.EvictAsync();

        var ended = await _world.ReadAsync(lease.Id);
        (ended.State, ended.EndReason, ended.EvictionAttempts).ShouldBe((LeaseState.Ended, EndReason.Expired, 0));
        ended.EndedAt.ShouldNotBeNull().ShouldBeLessThan(End.AddSeconds(1));
        _world.Compute.Containers.ShouldBeEmpty();
        _world.Volumes.OccupiedVmids.ShouldBeEmpty();
    }

    [Fact]
    public async Task EvictDueAsync_OneStubbornAmongThirty_DelaysNobody()
    {
        var leases = new List<Lease>();
        for (var i = 0; i < 30; i++)
        {
            leases.Add(await _world.RunLeaseAsync(1000 + i));
        }

        _world.Compute.Find(new Vmid(1007))!.IsStuck = true;
        _world.Compute.Find(new Vmid(1011))!.IgnoresTerminate = true;
        _world.Time.SetUtcNow(End);
        await _world.LeaseCleanup.EvictDueAsync(End, World.Token);

        // Without a moment passing, all that can be ended are.
        await World.UntilAsync(() => _world.Volumes.OccupiedVmids.Count == 2);
        await _world.PassUntilAsync(() => _world.Compute.Find(new Vmid(1011))?.Status.IsRunning != true);
        _world.Time.GetUtcNow().ShouldBeInRange(End.AddSeconds(2), End.AddSeconds(2.5));
        await World.UntilAsync(() => _world.Volumes.OccupiedVmids.Count == 1);
        await _world.PassAsync(_world.Work.DrainAsync());

        (await _world.Books.Leases.ListAsync([LeaseState.Ended], World.Token)).Length.ShouldBe(29);
        var stuck = await _world.ReadAsync(leases[7].Id);
        (stuck.State, stuck.EvictionAttempts, stuck.LastError).ShouldBe((LeaseState.Evicting, 1, "the container does not die"));
    }

    // Over is what is gone, and not what is about to go.
    [Fact]
    public async Task EvictDueAsync_VolumeTakesItsTime_EndsWhenItIsGone()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Time.SetUtcNow(End);
        var gate = _world.Volumes.Faults.Hold("Destroy");
        await _world.LeaseCleanup.EvictDueAsync(End, World.Token);
        await _world.PassUntilAsync(() => _world.Volumes.Faults.Calls.Any(c => c.Verb == "Destroy"));

        _world.Time.Advance(TimeSpan.FromSeconds(3));
        gate.Dispose();
        await _world.PassAsync(_world.Work.DrainAsync());

        (await _world.ReadAsync(lease.Id)).EndedAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(End.AddSeconds(3));
    }

    [Fact]
    public async Task EvictDueAsync_EnvOfOneCannotBeDeleted_EndsTheOther()
    {
        var (stuck, other) = (await _world.RunLeaseAsync(), await _world.RunLeaseAsync(1001));
        _world.Environment.Undeletable = stuck.RequestId;
        _world.Time.SetUtcNow(End);

        await _world.EvictAsync();

        (await _world.ReadAsync(other.Id)).State.ShouldBe(LeaseState.Ended);
        var kept = await _world.ReadAsync(stuck.Id);
        (kept.State, kept.EvictionAttempts, kept.LastError).ShouldBe((LeaseState.Evicting, 1, "input/output error"));
    }

    [Fact]
    public async Task EvictDueAsync_MoreThanABatch_EndsAll()
    {
        _world.Cleanup.BatchSize = 3;
        for (var i = 0; i < 10; i++)
        {
            await _world.RunLeaseAsync(1000 + i);
        }

        _world.Time.SetUtcNow(End);
        await _world.EvictAsync();

        (await _world.Books.Leases.ListAsync([LeaseState.Ended], World.Token)).Length.ShouldBe(10);
        _world.Compute.Faults.Calls.Count(c => c.Verb == "Signal").ShouldBe(4);
    }

    [Fact]
    public async Task EvictDueAsync_LockHeld_LetsTheOthersGo()
    {
        var busy = await _world.RunLeaseAsync(1000);
        var other = await _world.RunLeaseAsync(1001);
        var holder = await _world.Locks.AcquireAsync(busy.Id, World.Token);
        _world.Time.SetUtcNow(End);

        await _world.LeaseCleanup.EvictDueAsync(End, World.Token);
        await _world.PassUntilAsync(() => !_world.Work.IsInHand(other.Id));

        (await _world.ReadAsync(other.Id)).State.ShouldBe(LeaseState.Ended);
        (await _world.ReadAsync(busy.Id)).State.ShouldBe(LeaseState.Evicting);
        holder.Dispose();
        await _world.PassAsync(_world.Work.DrainAsync());
        (await _world.ReadAsync(busy.Id)).State.ShouldBe(LeaseState.Ended);
    }

    // A second one would wait for the first, and try again at once what the first has put off.
    [Fact]
    public async Task EvictDueAsync_InHandAlready_IsNotBegunTwice()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Find(lease.Vmid!.Value)!.IsStuck = true;
        var gate = _world.Compute.Faults.Hold("Signal");
        _world.Time.SetUtcNow(End);
        await _world.LeaseCleanup.EvictDueAsync(End, World.Token);
        await World.UntilAsync(() => _world.Compute.Faults.Calls.Any(c => c.Verb == "Signal"));

        await _world.LeaseCleanup.EvictDueAsync(End, World.Token);

        gate.Dispose();
        await _world.PassAsync(_world.Work.DrainAsync());
        var postponed = await _world.ReadAsync(lease.Id);
        (postponed.State, postponed.EvictionAttempts).ShouldBe((LeaseState.Evicting, 1));
    }

    [Fact]
    public async Task EvictDueAsync_EndedWhileItWaited_LeavesTheNextHolderOfTheVmidAlone()
    {
        var old = await _world.RunLeaseAsync();
        var holder = await _world.Locks.AcquireAsync(old.Id, World.Token);
        _world.Time.SetUtcNow(End);
        await _world.LeaseCleanup.EvictDueAsync(End, World.Token);

        // Somebody else ends it, and its number goes to another lease, before the lock is free.
        await _world.PassAsync(_world.Evictor.EvictAsync([await _world.ReadAsync(old.Id)], World.Token));
        var next = await _world.RunLeaseAsync();
        holder.Dispose();
        await _world.PassAsync(_world.Work.DrainAsync());

        next.Vmid.ShouldBe(old.Vmid);
        (await _world.ReadAsync(next.Id)).State.ShouldBe(LeaseState.Active);
        _world.Compute.Find(next.Vmid!.Value)!.Status.IsRunning.ShouldBeTrue();
        _world.Volumes.IsOpen(next.Id, next.Vmid.Value).ShouldBeTrue();
    }

    [Fact]
    public async Task EvictDueAsync_DockerSilent_ConcludesNothingAndTriesLater()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Faults.Always(FaultScript.AnyVerb, HostFault.Unanswered);
        _world.Time.SetUtcNow(End);

        foreach (var wait in (int[])[1, 2, 4, 8, 16, 32, 60, 60])
        {
            await _world.EvictAsync();
            var now = _world.Time.GetUtcNow();
            var next = await _world.ReadAsync(lease.Id);
            (next.State, next.LastError).ShouldBe((LeaseState.Evicting, "docker does not answer"));
            next.NextEvictionAt.ShouldBe(now.AddSeconds(wait));
            _world.Time.SetUtcNow(next.NextEvictionAt!.Value);
        }

        _world.Volumes.Faults.Calls.ShouldNotContain(c => c.Verb == "Destroy");
        _world.Compute.Faults.Clear();
        await _world.EvictAsync();
        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Ended);
    }

    [Fact]
    public async Task EvictDueAsync_LabelThatCannotBeRead_IsTheLeasesAllTheSame()
    {
        var lease = await _world.RunLeaseAsync();
        var container = _world.Compute.Find(lease.Vmid!.Value)!;
        container.Status = container.Status with { LeaseId = null };
        container.IgnoresTerminate = true;
        _world.Time.SetUtcNow(End);

        await _world.EvictAsync();

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Ended);
        _world.Compute.Containers.ShouldBeEmpty();
    }

    [Fact]
    public async Task EvictDueAsync_DockerSilentAfterTheRemoval_IsNotGoneYet()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Faults.Next("Delete", HostFault.ReplyLost);
        var gate = _world.Compute.Faults.Hold("Delete");
        _world.Time.SetUtcNow(End);
        await _world.LeaseCleanup.EvictDueAsync(End, World.Token);
        await _world.PassUntilAsync(() => _world.Compute.Faults.Calls.Any(c => c.Verb == "Delete"));
        _world.Compute.Faults.Next("ListOurs", HostFault.Unanswered);
        gate.Dispose();
        await _world.PassAsync(_world.Work.DrainAsync());

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Evicting);
        _world.Volumes.Find(lease.Vmid!.Value).ShouldNotBeNull();
    }

    [Fact]
    public async Task EvictDueAsync_ContainerNotRemoved_TriesLater()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Faults.Next("Delete", HostFault.Unanswered);
        _world.Time.SetUtcNow(End);

        await _world.EvictAsync();

        var postponed = await _world.ReadAsync(lease.Id);
        (postponed.State, postponed.LastError).ShouldBe((LeaseState.Evicting, "docker did not remove the container"));
        _world.Volumes.Find(lease.Vmid!.Value).ShouldNotBeNull();
    }

    [Fact]
    public async Task EvictDueAsync_VolumeRefuses_TriesLater()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Volumes.Faults.Next("Destroy", new HostFault.Refusal("backend_error", "the device is busy"));
        _world.Time.SetUtcNow(End);

        await _world.EvictAsync();

        var postponed = await _world.ReadAsync(lease.Id);
        (postponed.State, postponed.LastError, postponed.EvictionAttempts).ShouldBe((LeaseState.Evicting, "the device is busy", 1));
        _world.Time.SetUtcNow(postponed.NextEvictionAt!.Value);
        await _world.EvictAsync();
        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Ended);
    }

    [Fact]
    public async Task EvictDueAsync_HeldVmid_IsKeptUntilTheHoldIsOver()
    {
        var hold = Some.Now.AddSeconds(60);
        var lease = _world.Books.Add(Some.Lease(LeaseState.Provisioning));
        await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.ProvisionFailed(Some.Problem(), hold, Some.Now), World.Token);

        await _world.EvictAsync();

        var held = await _world.ReadAsync(lease.Id);
        (held.State, held.NextEvictionAt).ShouldBe((LeaseState.Evicting, hold));
        _world.Time.SetUtcNow(hold);
        await _world.EvictAsync();
        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Failed);
    }

    [Fact]
    public async Task EvictAsync_IgnoresTerminate_IsKilledAtTheGraceAndNotBefore()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Find(lease.Vmid!.Value)!.IgnoresTerminate = true;
        _world.Time.SetUtcNow(End);
        await _world.LeaseCleanup.EvictDueAsync(End, World.Token);

        await _world.PassUntilAsync(() => _world.Compute.Faults.Calls.Count(c => c.Verb == "Signal") == 2);

        _world.Time.GetUtcNow().ShouldBeInRange(End.AddSeconds(2), End.AddSeconds(2.5));
        await _world.PassAsync(_world.Work.DrainAsync());
        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Ended);
    }

    // Docker answers late when it has many deaths in hand.
    [Fact]
    public async Task EvictAsync_LookOutlastsTheGrace_IsKilledAtTheGrace()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Find(lease.Vmid!.Value)!.IgnoresTerminate = true;
        var gate = _world.Compute.Faults.Hold("ListOurs");
        _world.Time.SetUtcNow(End);
        await _world.LeaseCleanup.EvictDueAsync(End, World.Token);

        await _world.PassUntilAsync(() => _world.Compute.Faults.Calls.Count(c => c.Verb == "Signal") == 2);

        _world.Time.GetUtcNow().ShouldBeInRange(End.AddSeconds(2), End.AddSeconds(2.5));
        gate.Dispose();
        await _world.PassAsync(_world.Work.DrainAsync());
        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Ended);
    }

    [Fact]
    public async Task EvictDueAsync_Cancelled_GivesTheLocksBackAfterItsEffects()
    {
        var lease = await _world.RunLeaseAsync();
        using var stop = new CancellationTokenSource();
        _world.Compute.Find(lease.Vmid!.Value)!.IsStuck = true;
        _world.Time.SetUtcNow(End);
        await _world.LeaseCleanup.EvictDueAsync(End, stop.Token);
        await World.UntilAsync(() => _world.Compute.Faults.Calls.Any(c => c.Verb == "Signal"));

        await stop.CancelAsync();
        await _world.Work.DrainAsync();

        _world.Locks.IsHeld(lease.Id).ShouldBeFalse();
        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Evicting);
    }

    [Fact]
    public async Task EvictDueAsync_KeeperOfEndsDoesNotForget_StaysInTheBooks()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Ends.Answer = HostResult.Failed<Nothing>(ErrorCodes.BackendError, "the file can't be removed");
        _world.Time.SetUtcNow(End);

        await _world.EvictAsync();
        var kept = await _world.ReadAsync(lease.Id);
        _world.Ends.Answer = HostResult.Done;
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await _world.EvictAsync();

        (kept.State, kept.LastError).ShouldBe((LeaseState.Evicting, "the file can't be removed"));
        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Ended);
        _world.Ends.Ends.ShouldBeEmpty();
    }

    // On a full disk each try crashes at the books: begun again at every change, it would write the journal full.
    [Fact]
    public async Task EvictDueAsync_TryCrashed_IsNotBegunAgainBeforeItsRest()
    {
        var gate = new FaultGate();
        var world = new World(faults: gate);
        var lease = await world.SpawnAsync();
        gate.Break("LeaseStore.Apply(VerifiedGone)");
        world.Time.SetUtcNow(lease.ExpiresAt!.Value);
        await world.LeaseCleanup.EvictDueAsync(world.Time.GetUtcNow(), World.Token);
        await world.PassUntilAsync(() => Crashes() == 1);

        await world.LeaseCleanup.EvictDueAsync(world.Time.GetUtcNow(), World.Token);
        await world.PassAsync(world.Work.DrainAsync());
        Crashes().ShouldBe(1);

        gate.Break();
        await world.LeaseCleanup.EvictDueAsync(world.Time.GetUtcNow(), World.Token);
        await world.PassAsync(world.Work.DrainAsync());
        (await world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Ended);

        int Crashes() => world.LoggedIds.Count(id => id == EventIds.LeaseWorkCrashed);
    }
}
