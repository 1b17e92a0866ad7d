using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.Contracts;

/// <summary>What every lease store and the spawn queue beside it must do; run against the fake and against SQLite.</summary>
public abstract partial class LeaseStoreContract
{
    private static readonly byte[] Fingerprint = [1, 2, 3];

    protected abstract ILeaseStore Store { get; }

    protected abstract ISpawnQueue Queue { get; }

    protected abstract IDrainSwitch Drain { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EnqueueAsync_NewRequest_StoresLeaseQueueRowAndLog()
    {
        var lease = await EnqueueAsync();

        (await Store.FindAsync(lease.Id, Token)).ShouldNotBeNull().State.ShouldBe(LeaseState.Queued);
        (await Store.FindAsync(lease.RequestId, Token)).ShouldNotBeNull().Id.ShouldBe(lease.Id);
        (await Queue.GetDepthAsync(Token)).ShouldBe(1);
        (await Store.ListEventsAsync(lease.Id, Token)).ShouldHaveSingleItem().ShouldBe(new LeaseLogEntry(0, Some.Now, "Enqueued", LeaseState.Queued, null));
    }

    [Fact]
    public async Task EnqueueAsync_SameRequestAgain_GivesTheFirstLeaseEvenWhenFull()
    {
        var first = await EnqueueAsync();

        var again = await Queue.EnqueueAsync(Some.Lease(LeaseState.Queued, requestId: first.RequestId), Fingerprint, new QueueLimits(0), Token);

        again.ShouldBeOfType<EnqueueResult.Known>().Lease.Id.ShouldBe(first.Id);
        (await Queue.GetDepthAsync(Token)).ShouldBe(1);
    }

    [Fact]
    public async Task EnqueueAsync_SameRequestIdOtherBody_Conflicts()
    {
        var first = await EnqueueAsync();

        var other = await Queue.EnqueueAsync(Some.Lease(LeaseState.Queued, requestId: first.RequestId), new byte[] { 9 }, new QueueLimits(10), Token);

        other.ShouldBeOfType<EnqueueResult.Conflict>();
    }

    [Fact]
    public async Task EnqueueAsync_ManyAtOnceWithOneRequestId_MakeOneLease()
    {
        var requestId = Some.RequestId();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            Task.Run(() => Queue.EnqueueAsync(Some.Lease(LeaseState.Queued, requestId: requestId), Fingerprint, new QueueLimits(100), Token))));

        results.OfType<EnqueueResult.Enqueued>().Count().ShouldBe(1);
        results.OfType<EnqueueResult.Known>().Count().ShouldBe(19);
    }

    [Fact]
    public async Task EnqueueAsync_AsManyWaitAsMay_IsFull()
    {
        await EnqueueAsync();
        await EnqueueAsync();
        await Queue.TakeAsync(Token);

        var (third, fourth) = (await TryEnqueueAsync(limit: 2), await TryEnqueueAsync(limit: 2));

        third.ShouldBeOfType<EnqueueResult.Enqueued>("one that is taken does not wait");
        fourth.ShouldBe(new EnqueueResult.Full(2));
    }

    [Fact]
    public async Task TakeAsync_SeveralWait_GivesEachOnceOldestFirst()
    {
        var leases = new[] { await EnqueueAsync(), await EnqueueAsync(), await EnqueueAsync() };

        var taken = new[] { await Queue.TakeAsync(Token), await Queue.TakeAsync(Token), await Queue.TakeAsync(Token), await Queue.TakeAsync(Token) };

        taken.Select(lease => lease?.Id).ShouldBe([leases[0].Id, leases[1].Id, leases[2].Id, null]);
    }

    [Fact]
    public async Task TakeAsync_LeaseReleasedWhileWaiting_PassesItOver()
    {
        var (released, next) = (await EnqueueAsync(), await EnqueueAsync());
        await Store.ApplyAsync(released.Id, new LeaseEvent.Released(null, Some.Now), Token);

        (await Queue.GetDepthAsync(Token)).ShouldBe(1);
        (await Queue.TakeAsync(Token)).ShouldNotBeNull().Id.ShouldBe(next.Id);
    }

    [Fact]
    public async Task GiveBackAsync_Taken_ReturnsToItsPlace()
    {
        var (first, _) = (await EnqueueAsync(), await EnqueueAsync());
        await Queue.TakeAsync(Token);

        await Queue.GiveBackAsync(first.Id, Token);

        (await Queue.TakeAsync(Token)).ShouldNotBeNull().Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task GiveBackAllAsync_OneAdmittedOneNot_GivesBackTheOtherOnly()
    {
        var (admitted, other) = (await EnqueueAsync(), await EnqueueAsync());
        await Queue.TakeAsync(Token);
        await Queue.TakeAsync(Token);
        await AdmitAsync(admitted.Id, 1000);

        await Queue.GiveBackAllAsync(Token);

        (await Queue.GetDepthAsync(Token)).ShouldBe(1);
        (await Queue.TakeAsync(Token)).ShouldNotBeNull().Id.ShouldBe(other.Id);
    }

    [Fact]
    public async Task CompleteAsync_Taken_LeavesTheQueue()
    {
        var lease = await EnqueueAsync();
        await Queue.TakeAsync(Token);

        await Queue.CompleteAsync(lease.Id, Token);
        await Queue.GiveBackAllAsync(Token);

        (await Queue.TakeAsync(Token)).ShouldBeNull();
    }

    [Fact]
    public async Task ApplyAsync_Fits_IsStoredAndLogged()
    {
        var lease = await ReachAsync(LeaseState.Active);

        var result = await Store.ApplyAsync(lease.Id, new LeaseEvent.ContainerExited(3, Some.Now.AddSeconds(1), Some.Now), Token);

        var applied = result.ShouldBeOfType<ApplyResult.Applied>().Lease;
        applied.Version.ShouldBe(lease.Version + 1);
        applied.RestartAt.ShouldBe(Some.Now.AddSeconds(1));
        (await Store.FindAsync(lease.Id, Token)).ShouldBeEquivalentTo(applied);
        (await Store.ListEventsAsync(lease.Id, Token))[^1].ShouldBe(new LeaseLogEntry(applied.Version, Some.Now, "ContainerExited", LeaseState.Active, "exit code 3"));
    }

    [Fact]
    public async Task ApplyAsync_DoesNotFit_ChangesNothing()
    {
        var lease = await ReachAsync(LeaseState.Active);

        var result = await Store.ApplyAsync(lease.Id, new LeaseEvent.VerifiedGone(Some.Now), Token);

        result.ShouldBeOfType<ApplyResult.Refused>().Problem.Code.ShouldBe(ErrorCodes.NotActive);
        (await Store.FindAsync(lease.Id, Token)).ShouldNotBeNull().Version.ShouldBe(lease.Version);
        (await Store.ListEventsAsync(lease.Id, Token)).Length.ShouldBe((int)lease.Version + 1);
    }

    [Fact]
    public async Task ApplyAsync_SameExtensionTwice_IsRepeated()
    {
        var lease = await ReachAsync(LeaseState.Active);
        var extended = new LeaseEvent.Extended(Some.RequestId(), TimeSpan.FromMinutes(1), TimeSpan.FromDays(30), Some.Now);

        await Store.ApplyAsync(lease.Id, extended, Token);
        var again = await Store.ApplyAsync(lease.Id, extended, Token);

        again.ShouldBeOfType<ApplyResult.Repeated>().Lease.Duration.ShouldBe(TimeSpan.FromMinutes(11));
    }

    [Fact]
    public async Task ApplyAsync_UnknownLease_IsNotFound() =>
        (await Store.ApplyAsync(LeaseId.New(Some.Now), new LeaseEvent.Expired(Some.Now), Token)).ShouldBeOfType<ApplyResult.NotFound>();

    [Fact]
    public async Task ApplyAsync_ManyAtOnce_EachCountsOnce()
    {
        var lease = await ReachAsync(LeaseState.Active);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() =>
            Store.ApplyAsync(lease.Id, new LeaseEvent.Extended(Some.RequestId(), TimeSpan.FromSeconds(1), TimeSpan.FromDays(30), Some.Now), Token))));

        var stored = (await Store.FindAsync(lease.Id, Token)).ShouldNotBeNull();
        stored.Duration.ShouldBe(lease.Duration + TimeSpan.FromSeconds(40));
        stored.Version.ShouldBe(lease.Version + 40);
        stored.Extensions.Length.ShouldBe(40);
        (await Store.ListEventsAsync(lease.Id, Token)).Select(entry => entry.Version).ShouldBe(Enumerable.Range(0, (int)stored.Version + 1).Select(i => (long)i));
    }

    [Fact]
    public async Task ApplyAsync_Outage_IsKeptUntilItIsOver()
    {
        var lease = await ReachAsync(LeaseState.Active);
        await Store.ApplyAsync(lease.Id, new LeaseEvent.ContainerExited(1, Some.Now.AddSeconds(1), Some.Now), Token);
        await Store.ApplyAsync(lease.Id, new LeaseEvent.OutageBegan(Some.Now, TimeSpan.FromHours(24), Some.Now), Token);

        var during = (await Store.FindAsync(lease.Id, Token)).ShouldNotBeNull();
        await Store.ApplyAsync(lease.Id, new LeaseEvent.ContainerRestarted(null, Some.Now.AddMinutes(1)), Token);
        var after = (await Store.FindAsync(lease.Id, Token)).ShouldNotBeNull();

        (during.Outage, during.ExitedAt, during.ExpiresAt).ShouldBe((new Outage(Some.Now, TimeSpan.FromHours(24)), Some.Now, lease.ExpiresAt + TimeSpan.FromHours(24)));
        (after.Outage, after.ExitedAt, after.OutageCredit).ShouldBe((null, null, TimeSpan.FromMinutes(1)));
        after.ExpiresAt.ShouldBe(lease.ExpiresAt + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task ApplyAsync_EndBetweenTwoMilliseconds_IsStoredLaterNeverEarlier()
    {
        var lease = await ReachAsync(LeaseState.Provisioning);
        var seen = Some.Now.AddTicks(1);

        await Store.ApplyAsync(lease.Id, new LeaseEvent.Started("c", null, seen), Token);

        var stored = (await Store.FindAsync(lease.Id, Token)).ShouldNotBeNull();
        stored.ExpiresAt.ShouldBe(Some.Now + lease.Duration + TimeSpan.FromMilliseconds(1));
        (await Store.ListDueAsync(seen + lease.Duration, Token)).ShouldBeEmpty();
        (await Store.ListDueAsync(stored.ExpiresAt!.Value.AddTicks(-1), Token)).ShouldBeEmpty();
        (await Store.ListDueAsync(stored.ExpiresAt.Value, Token)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task AdmitAsync_ManyAtOnce_NeverGiveOneVmidTwice()
    {
        var leases = new List<Lease>();
        for (var i = 0; i < 20; i++)
        {
            leases.Add(await EnqueueAsync());
        }

        var results = await Task.WhenAll(leases.Select(lease => Task.Run(() => Store.AdmitAsync(
            lease.Id,
            (_, reserved) => new LeaseEvent.Admitted(new Vmid(Math.Max(999, reserved.LastVmid) + 1), Some.Ports(Math.Max(19999, reserved.LastPort) + 1), Some.Now),
            Token))));

        results.OfType<ApplyResult.Applied>().Select(x => x.Lease.Vmid!.Value.Value).Order().ShouldBe(Enumerable.Range(1000, 20));
        var reservations = await Store.GetReservationsAsync(Token);
        (reservations.Leases.Length, reservations.LastVmid, reservations.LastPort).ShouldBe((20, 1019, 20019));
        reservations.CpuMillicores.ShouldBe(20_000);
    }

    [Fact]
    public async Task AdmitAsync_Rejected_ReservesNothing()
    {
        var lease = await EnqueueAsync();

        var result = await Store.AdmitAsync(lease.Id, (_, _) => new LeaseEvent.Rejected(Some.Problem(ErrorCodes.NoCapacity), Some.Now), Token);

        var rejected = result.ShouldBeOfType<ApplyResult.Applied>().Lease;
        (rejected.State, rejected.EndReason, rejected.Code).ShouldBe((LeaseState.Failed, EndReason.Rejected, ErrorCodes.NoCapacity));
        (await Store.GetReservationsAsync(Token)).Leases.ShouldBeEmpty();
    }

    [Fact]
    public async Task AdmitAsync_NumberHeldByAnother_ThrowsAndChangesNothing()
    {
        await ReachAsync(LeaseState.Active, 1000);
        var lease = await EnqueueAsync();

        await Should.ThrowAsync<Exception>(() => AdmitAsync(lease.Id, 1000));

        (await Store.FindAsync(lease.Id, Token)).ShouldNotBeNull().State.ShouldBe(LeaseState.Queued);
        (await Store.ListEventsAsync(lease.Id, Token)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task FindAsync_VmidUsedSeveralTimes_GivesTheHolderElseTheLast()
    {
        var first = await ReachAsync(LeaseState.Ended, 1000, Some.Now);
        var second = await ReachAsync(LeaseState.Ended, 1000, Some.Now.AddHours(1));
        (await Store.FindAsync(new Vmid(1000), Token)).ShouldNotBeNull().Id.ShouldBe(second.Id);

        var third = await ReachAsync(LeaseState.Active, 1000, Some.Now.AddHours(2));

        (await Store.FindAsync(new Vmid(1000), Token)).ShouldNotBeNull().Id.ShouldBe(third.Id);
        (await Store.FindAsync(new Vmid(1001), Token)).ShouldBeNull();
        (await Store.FindAsync(first.Id, Token)).ShouldNotBeNull().Vmid.ShouldBe(new Vmid(1000));
    }

    [Fact]
    public async Task ListAsync_States_GivesThoseOldestFirst()
    {
        var late = await ReachAsync(LeaseState.Active, 1000, Some.Now.AddHours(1));
        var early = await ReachAsync(LeaseState.Locked, 1001, Some.Now);
        var over = await ReachAsync(LeaseState.Failed, at: Some.Now.AddHours(2));

        (await Store.ListAsync([LeaseState.Active, LeaseState.Locked], Token)).Select(lease => lease.Id).ShouldBe([early.Id, late.Id]);
        (await Store.ListAsync([], Token)).Select(lease => lease.Id).ShouldBe([early.Id, late.Id, over.Id]);
    }

    [Fact]
    public async Task ListDueAsync_TimeUpOrRetryDue_GivesThose()
    {
        var active = await ReachAsync(LeaseState.Active, 1000);
        var locked = await ReachAsync(LeaseState.Locked, 1001);
        var fresh = await ReachAsync(LeaseState.Evicting, 1002);
        var retried = await ReachAsync(LeaseState.Evicting, 1003);
        await Store.ApplyAsync(retried.Id, new LeaseEvent.EvictionFailed("busy", Some.Now.AddMinutes(20), Some.Now), Token);
        await ReachAsync(LeaseState.Ended, 1004);

        (await DueAtAsync(Some.Now)).ShouldBe([fresh.Id]);
        (await DueAtAsync(Some.Now.AddMinutes(10))).ShouldBe([active.Id, locked.Id, fresh.Id], ignoreOrder: true);
        (await DueAtAsync(Some.Now.AddMinutes(20))).ShouldBe([active.Id, locked.Id, fresh.Id, retried.Id], ignoreOrder: true);
    }

    [Fact]
    public async Task FindNextDueAsync_EndRetryAndRestart_GivesTheEarliest()
    {
        (await NextAsync()).ShouldBeNull();

        var active = await ReachAsync(LeaseState.Active, 1000);
        (await NextAsync()).ShouldBe(active.ExpiresAt);
        (await Store.FindNextDueAsync(active.ExpiresAt!.Value, Token)).ShouldBeNull();

        var evicting = await ReachAsync(LeaseState.Evicting, 1001);
        await Store.ApplyAsync(evicting.Id, new LeaseEvent.EvictionFailed("busy", Some.Now.AddSeconds(5), Some.Now), Token);
        (await NextAsync()).ShouldBe(Some.Now.AddSeconds(5));

        await Store.ApplyAsync(active.Id, new LeaseEvent.ContainerExited(1, Some.Now.AddSeconds(2), Some.Now), Token);
        (await NextAsync()).ShouldBe(Some.Now.AddSeconds(2));

        Task<DateTimeOffset?> NextAsync() => Store.FindNextDueAsync(Some.Now, Token);
    }

    [Fact]
    public async Task FindNextExpiryAsync_SomeRun_GivesTheirFirstEnd()
    {
        (await Store.FindNextExpiryAsync(Token)).ShouldBeNull();

        var active = await ReachAsync(LeaseState.Active, 1000);
        await ReachAsync(LeaseState.Evicting, 1001);

        (await Store.FindNextExpiryAsync(Token)).ShouldBe(active.ExpiresAt);
    }

    [Fact]
    public async Task ListRestartsDueAsync_OneExited_GivesItFromItsMomentOn()
    {
        var active = await ReachAsync(LeaseState.Active, 1000);
        await ReachAsync(LeaseState.Active, 1001);
        await Store.ApplyAsync(active.Id, new LeaseEvent.ContainerExited(1, Some.Now.AddSeconds(2), Some.Now), Token);

        (await Store.ListRestartsDueAsync(Some.Now.AddSeconds(1), Token)).ShouldBeEmpty();
        (await Store.ListRestartsDueAsync(Some.Now.AddSeconds(2), Token)).Select(l => l.Id).ShouldBe([active.Id]);
    }

    [Fact]
    public async Task CountAsync_EveryState_CountsLiveOnes()
    {
        foreach (var (state, index) in Enum.GetValues<LeaseState>().Select((state, index) => (state, index)))
        {
            await ReachAsync(state, 1000 + index);
        }

        (await Store.CountAsync(Token)).ShouldBe(new LeaseCounts(1, 1, 1, 1, 1));
    }

    [Fact]
    public async Task PruneAsync_OldHistory_IsForgottenWithItsLog()
    {
        var old = await ReachAsync(LeaseState.Ended, 1000, Some.Now);
        var recent = await ReachAsync(LeaseState.Failed, at: Some.Now.AddDays(2));
        var live = await ReachAsync(LeaseState.Active, 1001, Some.Now);

        (await Store.PruneAsync(Some.Now.AddDays(1), Token)).ShouldBe(1);

        (await Store.ListAsync([], Token)).Select(lease => lease.Id).ShouldBe([live.Id, recent.Id]);
        (await Store.ListEventsAsync(old.Id, Token)).ShouldBeEmpty();
        (await Store.FindAsync(old.RequestId, Token)).ShouldBeNull();
    }

    protected async Task<Lease> EnqueueAsync(DateTimeOffset? at = null)
    {
        var result = await Queue.EnqueueAsync(Some.Lease(LeaseState.Queued, at: at), Fingerprint, new QueueLimits(int.MaxValue), Token);
        return result.ShouldBeOfType<EnqueueResult.Enqueued>().Lease;
    }

    /// <summary>Brings a new lease to a state by the events that lead there.</summary>
    protected async Task<Lease> ReachAsync(LeaseState state, int vmid = 1000, DateTimeOffset? at = null)
    {
        var lease = await EnqueueAsync(at);
        foreach (var e in Some.EventsTo(state, vmid, at))
        {
            lease = (await Store.ApplyAsync(lease.Id, e, Token)).ShouldBeOfType<ApplyResult.Applied>().Lease;
        }

        return lease;
    }

    private Task<EnqueueResult> TryEnqueueAsync(int limit) => Queue.EnqueueAsync(Some.Lease(LeaseState.Queued), Fingerprint, new QueueLimits(limit), Token);

    private Task<ApplyResult> AdmitAsync(LeaseId id, int vmid) =>
        Store.AdmitAsync(id, (_, _) => new LeaseEvent.Admitted(new Vmid(vmid), [], Some.Now), Token);

    private async Task<IEnumerable<LeaseId>> DueAtAsync(DateTimeOffset now) => (await Store.ListDueAsync(now, Token)).Select(lease => lease.Id);
}
