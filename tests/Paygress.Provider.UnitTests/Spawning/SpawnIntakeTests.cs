using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Spawning;

public sealed class SpawnIntakeTests
{
    private readonly World _world = new();

    [Fact]
    public async Task SubmitAsync_GoodRequest_IsDurableAndTold()
    {
        var changed = _world.Ledger.Changed.Next;

        var lease = (await SubmitAsync(Requests.Hello("r1"))).ShouldBeOfType<SpawnOutcome.Accepted>().Lease;

        (lease.State, lease.CreatedAt, lease.Duration).ShouldBe((LeaseState.Queued, Some.Now, TimeSpan.FromMinutes(10)));
        (await _world.ReadAsync(lease.Id)).RequestId.Value.ShouldBe("r1");
        (await _world.Books.Queue.GetDepthAsync(World.Token)).ShouldBe(1);
        _world.Environment.Find(lease.RequestId).ShouldNotBeNull();
        _world.LoggedIds.ShouldBe([EventIds.LeaseQueued]);
        changed.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task SubmitAsync_BadRequest_LeavesNothing()
    {
        var refused = (await SubmitAsync(Requests.Hello("r1") with { Template = "none" })).ShouldBeOfType<SpawnOutcome.Refused>();

        refused.Problems.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.UnknownTemplate);
        _world.Environment.List().ShouldBeEmpty();
        (await _world.Books.Queue.GetDepthAsync(World.Token)).ShouldBe(0);
    }

    [Fact]
    public async Task SubmitAsync_SameRequestAgain_GivesTheSameLease()
    {
        var first = await _world.SpawnAsync(Requests.Hello("r1"));

        var again = (await SubmitAsync(Requests.Hello("r1"))).ShouldBeOfType<SpawnOutcome.Known>().Lease;

        (again.Id, again.State).ShouldBe((first.Id, LeaseState.Active));
        _world.Environment.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task SubmitAsync_OtherBodyWithTheSameId_ConflictsAndKeepsTheFirstEnv()
    {
        var first = await _world.SubmitAsync(Requests.Hello("r1"));

        var refused = (await SubmitAsync(Requests.Hello("r1") with { DurationSeconds = 601 })).ShouldBeOfType<SpawnOutcome.Refused>();

        refused.Problems.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.RequestIdConflict);
        _world.Environment.Find(first.RequestId).ShouldNotBeNull();
    }

    [Fact]
    public async Task SubmitAsync_Draining_RefusesNewOnesAndKnowsOldOnes()
    {
        var first = await _world.SubmitAsync(Requests.Hello("r1"));
        await _world.Books.Drain.SetAsync(true, World.Token);

        (await SubmitAsync(Requests.Hello("r1"))).ShouldBeOfType<SpawnOutcome.Known>().Lease.Id.ShouldBe(first.Id);
        (await SubmitAsync(Requests.Hello("r2"))).ShouldBeOfType<SpawnOutcome.Refused>().Problems[0].Code.ShouldBe(ErrorCodes.Draining);
        _world.Environment.List().ShouldHaveSingleItem();
    }

    // Whoever drained the host has counted the leases since.
    [Fact]
    public async Task SubmitAsync_DrainedWhileItIsWrittenDown_IsRefusedAndLeavesNothing()
    {
        _world.Environment.Writing = () => _ = _world.Books.Drain.SetAsync(true, World.Token);

        (await SubmitAsync(Requests.Hello("r1"))).ShouldBeOfType<SpawnOutcome.Refused>().Problems[0].Code.ShouldBe(ErrorCodes.Draining);

        _world.Environment.List().ShouldBeEmpty();
        (await _world.Books.Queue.GetDepthAsync(World.Token)).ShouldBe(0);
    }

    [Theory]
    [InlineData(HostCapability.Leases)]
    [InlineData(HostCapability.DataVolumes)]
    public async Task SubmitAsync_HostCantOfferIt_RefusesWithTheReason(HostCapability missing)
    {
        _world.Support.Obstacles[missing] = "losetup is not installed";

        var problem = (await SubmitAsync(Requests.Hello("r1"))).ShouldBeOfType<SpawnOutcome.Refused>().Problems.ShouldHaveSingleItem();

        problem.Code.ShouldBe(ErrorCodes.BackendUnavailable);
        problem.Detail.ShouldEndWith(": losetup is not installed");
        _world.Environment.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task SubmitAsync_NoDataVolumesAndNoneAskedFor_IsAccepted()
    {
        _world.Support.Obstacles[HostCapability.DataVolumes] = "losetup is not installed";

        (await SubmitAsync(Requests.Hello("r1") with { Template = null, Image = "allowed/thing:1" })).ShouldBeOfType<SpawnOutcome.Accepted>();
    }

    [Fact]
    public async Task SubmitAsync_QueueFull_RefusesAndRemovesTheEnvFile()
    {
        _world.Spawn.QueueLimit = 1;
        await _world.SubmitAsync(Requests.Hello("r1"));

        var refused = (await SubmitAsync(Requests.Hello("r2"))).ShouldBeOfType<SpawnOutcome.Refused>();

        refused.Problems.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.TooManyRequests);
        _world.Environment.List().Select(e => e.Id.Value).ShouldBe(["r1"]);
        (await SubmitAsync(Requests.Hello("r1"))).ShouldBeOfType<SpawnOutcome.Known>();
    }

    [Fact]
    public async Task SubmitAsync_OwnerHasAsManyLeasesAsOneMay_IsRefusedUntilOneEnds()
    {
        _world.Spawn.MaxLeasesPerOwner = 1;
        var first = await _world.SubmitAsync(Requests.Hello("r1"));

        var problem = (await SubmitAsync(Requests.Hello("r2"))).ShouldBeOfType<SpawnOutcome.Refused>().Problems.ShouldHaveSingleItem();

        (problem.Code, problem.Detail).ShouldBe((ErrorCodes.TooManyRequests, "owner local has as many leases as an owner may have at a time: 1, those that wait included"));
        _world.Environment.List().Select(e => e.Id.Value).ShouldBe(["r1"]);
        (await SubmitAsync(Requests.Hello("r1"))).ShouldBeOfType<SpawnOutcome.Known>();
        (await SubmitAsync(Requests.Hello("r3") with { Owner = "npub1other" })).ShouldBeOfType<SpawnOutcome.Accepted>();
        await _world.Releaser.ReleaseAsync(first, null, World.Token);
        (await SubmitAsync(Requests.Hello("r2"))).ShouldBeOfType<SpawnOutcome.Accepted>();
    }

    [Fact]
    public async Task SubmitAsync_OwnerAsksTooOften_IsRefusedForAWhile()
    {
        _world.Spawn.MaxRequestsPerMinute = 2;
        await _world.SubmitAsync(Requests.Hello("r1"));
        await _world.SubmitAsync(Requests.Hello("r2"));

        var problem = (await SubmitAsync(Requests.Hello("r3"))).ShouldBeOfType<SpawnOutcome.Refused>().Problems.ShouldHaveSingleItem();

        (problem.Code, problem.Detail).ShouldBe((ErrorCodes.TooManyRequests, "owner local has made the 2 new requests of a minute; try again in 30s"));
        (await SubmitAsync(Requests.Hello("r1"))).ShouldBeOfType<SpawnOutcome.Known>("an answer that was lost is given again");
        (await SubmitAsync(Requests.Hello("r3") with { Owner = "npub1other" })).ShouldBeOfType<SpawnOutcome.Accepted>();
        _world.Time.Advance(TimeSpan.FromSeconds(30));
        (await SubmitAsync(Requests.Hello("r3a"))).ShouldBeOfType<SpawnOutcome.Accepted>();
    }

    [Fact]
    public async Task SubmitAsync_DiskFull_AcceptsNothing()
    {
        _world.Environment.IsDiskFull = true;

        var refused = (await SubmitAsync(Requests.Hello("r1"))).ShouldBeOfType<SpawnOutcome.Refused>();

        refused.Problems.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.BackendError);
        (await _world.Books.Queue.GetDepthAsync(World.Token)).ShouldBe(0);
    }

    [Fact]
    public async Task SubmitAsync_KnownButNoLongerValid_IsKnown()
    {
        var request = Requests.Hello("r1");
        var lease = await _world.SubmitAsync(request);
        _world.Leases.MinimumDuration = TimeSpan.FromDays(1);

        (await SubmitAsync(request)).ShouldBeOfType<SpawnOutcome.Known>().Lease.Id.ShouldBe(lease.Id);
        (await SubmitAsync(Requests.Hello("r2"))).ShouldBeOfType<SpawnOutcome.Refused>().Problems[0].Code.ShouldBe(ErrorCodes.InvalidDuration);
    }

    [Fact]
    public async Task SubmitAsync_OneRequestManyTimesAtOnce_MakesOneLease()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => SubmitAsync(Requests.Hello("r1")))));

        outcomes.OfType<SpawnOutcome.Accepted>().Count().ShouldBe(1);
        outcomes.OfType<SpawnOutcome.Known>().Count().ShouldBe(19);
        _world.Environment.List().ShouldHaveSingleItem();
    }

    private Task<SpawnOutcome> SubmitAsync(SpawnRequest request) => _world.Intake.SubmitAsync(request, World.Token);
}
