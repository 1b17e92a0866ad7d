using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Leases;

public sealed class LeaseLedgerTests
{
    private readonly World _world = new();

    public static TheoryData<LeaseState, LeaseEvent, int> Events => new()
    {
        { LeaseState.Queued, new LeaseEvent.Rejected(Some.Problem(), Some.Now), EventIds.LeaseRejected },
        { LeaseState.Queued, new LeaseEvent.Admitted(new Vmid(1000), [], Some.Now), EventIds.LeaseAdmitted },
        { LeaseState.Provisioning, new LeaseEvent.Started("c", null, Some.Now), EventIds.LeaseStarted },
        { LeaseState.Provisioning, new LeaseEvent.ProvisionFailed(Some.Problem(), null, Some.Now), EventIds.LeaseProvisionFailed },
        { LeaseState.Active, new LeaseEvent.Extended(Some.RequestId(), TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), Some.Now), EventIds.LeaseExtended },
        { LeaseState.Active, new LeaseEvent.Released(null, Some.Now), EventIds.LeaseReleased },
        { LeaseState.Active, new LeaseEvent.Expired(Some.Now.AddMinutes(10)), EventIds.LeaseExpired },
        { LeaseState.Active, new LeaseEvent.ContainerExited(1, Some.Now, Some.Now), EventIds.LeaseContainerExited },
        { LeaseState.Active, new LeaseEvent.ContainerRestarted(null, Some.Now), EventIds.LeaseContainerRestarted },
        { LeaseState.Active, new LeaseEvent.RestartFailed("no", Some.Now, Some.Now), EventIds.LeaseRestartFailed },
        { LeaseState.Active, new LeaseEvent.ContainerCompleted(0, Some.Now), EventIds.LeaseContainerCompleted },
        { LeaseState.Active, new LeaseEvent.ContainerLost(Some.Now), EventIds.LeaseContainerLost },
        { LeaseState.Active, new LeaseEvent.DiskLimitReached(Some.Now), EventIds.LeaseDiskLimit },
        { LeaseState.Active, new LeaseEvent.KeyLost(Some.Now), EventIds.LeaseLocked },
        { LeaseState.Active, new LeaseEvent.OutageBegan(Some.Now, TimeSpan.FromHours(1), Some.Now), EventIds.LeaseOutageBegan },
        { LeaseState.Locked, new LeaseEvent.Unlocked(null, Some.Now), EventIds.LeaseUnlocked },
        { LeaseState.Evicting, new LeaseEvent.EvictionFailed("busy", Some.Now, Some.Now), EventIds.LeaseEvictionFailed },
        { LeaseState.Evicting, new LeaseEvent.VerifiedGone(Some.Now), EventIds.LeaseEnded },
        { LeaseState.Ended, new LeaseEvent.VerifiedGone(Some.Now), EventIds.LeaseEventRefused },
    };

    [Theory]
    [MemberData(nameof(Events), DisableDiscoveryEnumeration = true)]
    public async Task ApplyAsync_AnyEvent_IsToldOnceWithTheLease(LeaseState state, LeaseEvent e, int eventId)
    {
        var lease = _world.Books.Add(Some.Lease(state));

        await _world.Ledger.ApplyAsync(lease.Id, e, World.Token);

        var entry = _world.LogCollector.GetSnapshot().ShouldHaveSingleItem();
        entry.Id.Id.ShouldBe(eventId);
        entry.GetStructuredStateValue("LeaseId").ShouldBe(lease.Id.ToString());
    }

    [Fact]
    public async Task ApplyAsync_Repeated_WakesNobodyAndTellsNothing()
    {
        var lease = _world.Books.Add(Some.Lease(LeaseState.Evicting));
        var changed = _world.Ledger.Changed.Next;

        (await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.Released(null, Some.Now), World.Token)).ShouldBeOfType<ApplyResult.Repeated>();

        changed.IsCompleted.ShouldBeFalse();
        _world.LogCollector.GetSnapshot().ShouldBeEmpty();
    }

    [Fact]
    public async Task ApplyAsync_Expired_TellsHowLate()
    {
        var lease = _world.Books.Add(Some.Lease());

        await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.Expired(lease.ExpiresAt!.Value.AddMilliseconds(7)), World.Token);

        var entry = _world.LogCollector.GetSnapshot().ShouldHaveSingleItem();
        entry.Level.ShouldBe(LogLevel.Information);
        entry.Message.ShouldContain("00:00:00.007");
    }

    [Fact]
    public async Task AdmitAsync_NoSuchLease_DecidesNothing() =>
        (await _world.Ledger.AdmitAsync(LeaseId.New(Some.Now), (_, _) => throw new InvalidOperationException("must not be asked"), World.Token))
            .ShouldBeOfType<ApplyResult.NotFound>();

    [Fact]
    public async Task ApplyAsync_NewEnd_IsTakenDownBeforeTheBooksHaveIt()
    {
        var lease = _world.Books.Add(Some.Lease());
        var booked = new List<DateTimeOffset?>();
        _world.Ends.OnPrepare = async next => booked.Add((await _world.ReadAsync(next.Id)).ExpiresAt);

        await _world.Ledger.ApplyAsync(lease.Id, Extended(), World.Token);

        booked.ShouldHaveSingleItem().ShouldBe(lease.ExpiresAt);
        _world.Ends.Ends[lease.Id].ShouldBe(lease.ExpiresAt + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task ApplyAsync_NewEndThatCannotBeTakenDown_ChangesNothing()
    {
        var lease = _world.Books.Add(Some.Lease());
        _world.Ends.Answer = HostResult.Failed<Nothing>(ErrorCodes.BackendError, "the disk is full");

        var result = await _world.Ledger.ApplyAsync(lease.Id, Extended(), World.Token);

        result.ShouldBeOfType<ApplyResult.Refused>().Problem.Code.ShouldBe(ErrorCodes.BackendError);
        (await _world.ReadAsync(lease.Id)).ShouldBe(lease);
        _world.LogCollector.GetSnapshot()[0].Id.Id.ShouldBe(EventIds.LeaseEndNotKept);
    }

    // Cut off halfway, keepers and books would have two ends, and nobody would be told.
    [Fact]
    public async Task ApplyAsync_CallerHangsUpWhileTheEndMoves_IsDoneToTheEnd()
    {
        var lease = _world.Books.Add(Some.Lease());
        using var caller = new CancellationTokenSource();
        _world.Ends.OnPrepare = _ => caller.CancelAsync();

        (await _world.Ledger.ApplyAsync(lease.Id, Extended(), caller.Token)).ShouldBeOfType<ApplyResult.Applied>();

        _world.LoggedIds.ShouldBe([EventIds.LeaseExtended]);
    }

    // Its file would be written after it was removed, and stay for ever.
    [Fact]
    public async Task EndAsync_WhileItsEndMoves_ComesAfterThat()
    {
        var lease = _world.Books.Add(Some.Lease());
        Task<HostResult<Nothing>>? ending = null;
        _world.Ends.OnPrepare = async _ =>
        {
            await _world.Books.Leases.ApplyAsync(lease.Id, new LeaseEvent.Released(null, Some.Now), World.Token);
            ending = _world.Ledger.EndAsync(lease.Id, () => new LeaseEvent.VerifiedGone(Some.Now), World.Token);
        };

        (await _world.Ledger.ApplyAsync(lease.Id, Extended(), World.Token)).ShouldBeOfType<ApplyResult.Refused>();
        await ending.ShouldNotBeNull();

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Ended);
        _world.Ends.Ends.ShouldBeEmpty();
    }

    private static LeaseEvent.Extended Extended() => new(Some.RequestId(), TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), Some.Now);
}
