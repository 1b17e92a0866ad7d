using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Disk;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.UnitTests.Disk;

/// <summary>Room comes from images before it comes from a tenant.</summary>
public sealed class DiskReliefTests
{
    private const long Giga = 1L << 30;

    private readonly DiskWorld _rented = new();
    private readonly World _world;
    private readonly FakeDisk _disk;

    public DiskReliefTests() => (_world, _disk) = (_rented.World, _rented.Disk);

    [Fact]
    public async Task LookOnceAsync_AnImageIsBeingFetched_EndsTheFetchAndSparesTenantsForAWhile()
    {
        var tenant = await _rented.GrowAsync();
        using var registry = _world.Images.Faults.Hold("Pull");
        var fetching = await FetchAsync();

        await _rented.LookAsync(Giga - 1);

        await World.UntilAsync(() => _world.LoggedIds.Contains(EventIds.LeaseProvisionFailed));
        (await _world.ReadAsync(fetching.Id)).Code.ShouldBe(ErrorCodes.NoCapacity);
        _world.Time.Advance(TimeSpan.FromSeconds(9));
        await _rented.LookAsync(Giga - 1);
        (await _world.ReadAsync(tenant.Id)).State.ShouldBe(LeaseState.Active);
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await _rented.LookAsync(Giga - 1);
        (await _world.ReadAsync(tenant.Id)).EndReason.ShouldBe(EndReason.DiskLimit, "the room did not come back, so it is no image that has it");
    }

    [Fact]
    public async Task LookOnceAsync_DiskFillsUpBesideAFetch_WaitsForNothing()
    {
        var tenant = await _rented.GrowAsync();
        using var registry = _world.Images.Faults.Hold("Pull");
        await FetchAsync();

        await _rented.LookAsync((Giga / 2) - 1);

        (await _world.ReadAsync(tenant.Id)).EndReason.ShouldBe(EndReason.DiskLimit);
    }

    [Fact]
    public async Task LookOnceAsync_AnImageThatNobodyUses_GoesBeforeATenant()
    {
        await LeaveUnusedAsync();
        var tenant = await _rented.GrowAsync();
        var due = _world.ImageFetcher.SweepDue.Next;
        await _world.ImageSweep.RunAsync(World.Token);
        _world.Images.IsLocal("allowed/app:1").ShouldBeTrue("it is kept while there is room");

        await _rented.LookAsync(Giga - 1);

        due.IsCompleted.ShouldBeTrue();
        await _world.ImageSweep.RunAsync(World.Token);
        _world.Images.IsLocal("allowed/app:1").ShouldBeFalse();
        (await _world.ReadAsync(tenant.Id)).State.ShouldBe(LeaseState.Active);
    }

    [Theory]
    [InlineData(true, LeaseState.Evicting)]
    [InlineData(false, LeaseState.Provisioning)]
    public async Task LookOnceAsync_AFetchTakesWhatWasSold_IsEndedWhereItIsOneDisk(bool areOne, LeaseState expected)
    {
        var sold = await _world.SpawnAsync(Requests.Hello("sold"));
        using var registry = _world.Images.Faults.Hold("Pull");
        var fetching = await FetchAsync();
        _world.Meter.Node = _world.Meter.Node! with { DiskFreeBytes = 5 * Giga };
        _disk.Free = new DiskRoom(5 * Giga, 5 * Giga, areOne);

        await _rented.Guard.LookOnceAsync(World.Token);

        await World.UntilAsync(() => !areOne || _world.LoggedIds.Contains(EventIds.LeaseProvisionFailed));
        (await _world.ReadAsync(fetching.Id)).State.ShouldBe(expected);
        (await _world.ReadAsync(sold.Id)).State.ShouldBe(LeaseState.Active);
    }

    [Fact]
    public async Task LookOnceAsync_AFetchTakesWhatWasSold_TheNextOneHasTheRoomOfUnusedImages()
    {
        await LeaveUnusedAsync();
        await _world.SpawnAsync(Requests.Hello("sold"));
        using var registry = _world.Images.Faults.Hold("Pull");
        await FetchAsync();
        _world.Meter.Node = _world.Meter.Node! with { DiskFreeBytes = 5 * Giga };
        _disk.Free = new DiskRoom(5 * Giga, 5 * Giga, AreOne: true);

        await _rented.Guard.LookOnceAsync(World.Token);

        await World.UntilAsync(() => !_world.ImageFetcher.IsAny);
        await _world.ImageSweep.RunAsync(World.Token);
        _world.Images.IsLocal("allowed/app:1").ShouldBeFalse();
    }

    /// <remarks>Else a fetch after the other keeps images from being removed, and takes what leaves.</remarks>
    [Fact]
    public async Task LookOnceAsync_LessThanTheReserve_NothingIsFetchedBeforeThereIsRoom()
    {
        await _rented.LookAsync(Giga - 1);

        var refused = await _world.SpawnAsync(Remote("allowed/app:1"));
        await _rented.LookAsync(9 * Giga);
        var next = await _world.SpawnAsync(Remote("allowed/app:1"));

        refused.Code.ShouldBe(ErrorCodes.NoCapacity);
        next.State.ShouldBe(LeaseState.Active);
        _world.Images.Faults.Calls.Count(c => c is { Verb: "Pull" }).ShouldBe(1);
    }

    [Fact]
    public async Task LookOnceAsync_DockerLooksAtManyFiles_AFetchThatFillsTheDiskIsEndedMeanwhile()
    {
        await _rented.GrowAsync();
        using var registry = _world.Images.Faults.Hold("Pull");
        await FetchAsync();
        var walk = new TaskCompletionSource();
        _disk.Walk = walk.Task;
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        var look = _rented.LookAsync((2 * Giga) - 1);
        _disk.Free = new DiskRoom(Giga - 1, Giga - 1);

        _world.Time.Advance(TimeSpan.FromSeconds(1));

        await World.UntilAsync(() => _world.LoggedIds.Contains(EventIds.LeaseProvisionFailed));
        look.IsCompleted.ShouldBeFalse();
        walk.SetResult();
        await look;
    }

    [Fact]
    public async Task LookOnceAsync_RoomIsBackBeforeDockerHasLookedAtAllFiles_EndsNobody()
    {
        var tenant = await _rented.GrowAsync();
        var walk = new TaskCompletionSource();
        _disk.Walk = walk.Task;
        var look = _rented.LookAsync(Giga - 1);

        _disk.Free = new DiskRoom(Giga, Giga);
        walk.SetResult();
        await look;

        (await _world.ReadAsync(tenant.Id)).State.ShouldBe(LeaseState.Active);
    }

    // An image that was fetched for a lease that is over.
    private async Task LeaveUnusedAsync()
    {
        var unused = await _world.SpawnAsync(Remote("allowed/app:1"));
        await _world.Releaser.ReleaseAsync(unused, null, World.Token);
        await _world.LeaseCleanup.EvictDueAsync(_world.Now, World.Token);
        await _world.PassAsync(_world.Work.DrainAsync());
        _world.Time.Advance(TimeSpan.FromSeconds(1));
    }

    private SpawnRequest Remote(string image)
    {
        _world.Images.AddRemote(image);
        return new SpawnRequest { Image = image, DurationSeconds = 600 };
    }

    private async Task<Lease> FetchAsync()
    {
        var lease = await _world.SubmitAsync(Remote("allowed/slow:1"));
        await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await World.UntilAsync(() => _world.Images.Faults.Calls.Any(c => c is { Verb: "Pull", Subject: "allowed/slow:1" }));
        return lease;
    }
}
