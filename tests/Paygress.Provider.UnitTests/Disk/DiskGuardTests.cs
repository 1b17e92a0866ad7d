using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Disk;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.UnitTests.Disk;

public sealed class DiskGuardTests
{
    private const long Giga = 1L << 30;

    private readonly World _world = new();
    private readonly FakeDisk _disk = new();
    private readonly DiskGuard _guard;

    public DiskGuardTests()
    {
        var options = Options.Create(new CapacityOptions { ReserveStorageGb = 1 });
        var relief = new DiskRelief(_world.ImageFetcher, _world.ImageSweep, _world.Meter, _world.Books.Leases, options, _world.Time);
        _guard = new DiskGuard(_disk, _disk, relief, _world.Books.Leases, _world.Ledger, options, _world.Time, new FakeLogger<DiskGuard>(_world.LogCollector));
    }

    [Fact]
    public async Task LookOnceAsync_RoomEnough_MeasuresAtTheStartAndWhenAReserveWasUsedUp()
    {
        await SpawnAsync("a", 5 * Giga);
        foreach (var (free, measured) in ((long, int)[])[(9 * Giga, 1), ((8 * Giga) + 1, 1), (12 * Giga, 1), ((11 * Giga) + 1, 1), (11 * Giga, 2), (5 * Giga, 3)])
        {
            await LookAsync(free);
            _disk.Measured.ShouldBe(measured, $"{free}");
            _world.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await LookAsync(4 * Giga);
        await LookAsync(3 * Giga);
        _disk.Measured.ShouldBe(4, "at most each minute");
    }

    // As by fallocate, in one moment.
    [Fact]
    public async Task LookOnceAsync_OneTakesAllTheRoomAtOnce_EndsThatOne()
    {
        var (old, hog) = (await SpawnAsync("old", 50 * Giga), await SpawnAsync("hog", 0));
        await LookAsync(9 * Giga);
        _disk.Sizes[hog.ContainerId!] = 9 * Giga;

        await LookAsync(0);

        (await _world.ReadAsync(hog.Id)).EndReason.ShouldBe(EndReason.DiskLimit);
        (await _world.ReadAsync(old.Id)).State.ShouldBe(LeaseState.Active);
    }

    [Fact]
    public async Task LookOnceAsync_LessThanTheReserve_EndsTheOneThatGrewMost()
    {
        var (old, hog) = (await SpawnAsync("old", 5 * Giga), await SpawnAsync("hog", 0));
        await LookAsync((2 * Giga) - 1);
        _disk.Sizes[hog.ContainerId!] = Giga;

        await LookAsync(Giga - 1);

        var ended = await _world.ReadAsync(hog.Id);
        (ended.State, ended.EndReason).ShouldBe((LeaseState.Evicting, EndReason.DiskLimit));
        (await _world.ReadAsync(old.Id)).State.ShouldBe(LeaseState.Active);
        _world.LoggedIds.ShouldContain(EventIds.LeaseDiskLimit);
    }

    [Fact]
    public async Task LookOnceAsync_OneIsBeingEnded_WaitsForItsRoomBeforeItTakesAnother()
    {
        var (first, second) = (await SpawnAsync("first", 0), await SpawnAsync("second", 0));
        await LookAsync(9 * Giga);
        (_disk.Sizes[first.ContainerId!], _disk.Sizes[second.ContainerId!]) = (2 * Giga, Giga);
        await LookAsync(0);

        await LookAsync(0);
        (await _world.ReadAsync(second.Id)).State.ShouldBe(LeaseState.Active);

        await _world.PassAsync(_world.LeaseCleanup.EvictDueAsync(_world.Now, World.Token));
        await _world.PassAsync(_world.Work.DrainAsync());
        (await _world.ReadAsync(first.Id)).State.ShouldBe(LeaseState.Ended);
        await LookAsync(0);
        (await _world.ReadAsync(second.Id)).EndReason.ShouldBe(EndReason.DiskLimit);
    }

    [Fact]
    public async Task LookOnceAsync_DockerOrDiskDoNotAnswer_EndsNobodyAndTells()
    {
        var lease = await SpawnAsync("a", Giga);
        _disk.IsSilent = true;

        await LookAsync(null);
        _world.LoggedIds.ShouldNotContain(EventIds.DiskFills);
        await LookAsync(0);

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
        _world.LoggedIds.ShouldContain(EventIds.DiskFills);
    }

    [Fact]
    public async Task LookOnceAsync_OneCantBeMeasuredAndNoneHasGrown_EndsThatOne()
    {
        var (large, hidden) = (await SpawnAsync("large", 5 * Giga), await SpawnAsync("hidden", 0));
        await LookAsync(Giga);
        _disk.Sizes[hidden.ContainerId!] = null;

        await LookAsync(Giga - 1);

        (await _world.ReadAsync(hidden.Id)).EndReason.ShouldBe(EndReason.DiskLimit);
        (await _world.ReadAsync(large.Id)).State.ShouldBe(LeaseState.Active);
    }

    // Something else fills the disk: what tenants wrote long ago is no reason.
    [Fact]
    public async Task LookOnceAsync_NoneHasGrown_EndsNobodyAndTells()
    {
        var lease = await SpawnAsync("a", 5 * Giga);
        await LookAsync(Giga);

        await LookAsync(Giga - 1);
        await LookAsync(0);

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
        _world.LoggedIds.Count(id => id == EventIds.DiskFills).ShouldBe(1);
    }

    [Fact]
    public async Task LookOnceAsync_ShortOfRoomFromTheStart_WaitsUntilOneGrows()
    {
        var (large, grows) = (await SpawnAsync("large", 5 * Giga), await SpawnAsync("grows", 0));
        await LookAsync(0);
        await LookAsync(0);
        (await _world.ReadAsync(large.Id)).State.ShouldBe(LeaseState.Active);
        _disk.Sizes[grows.ContainerId!] = Giga / 4;

        await LookAsync(Giga / 4);

        (await _world.ReadAsync(grows.Id)).EndReason.ShouldBe(EndReason.DiskLimit);
        (await _world.ReadAsync(large.Id)).State.ShouldBe(LeaseState.Active);
    }

    [Fact]
    public async Task LookOnceAsync_RoomIsBackAndUsedAgain_ForgetsWhatWasMeasured()
    {
        var (old, hog) = (await SpawnAsync("old", 0), await SpawnAsync("hog", 0));
        await LookAsync(3 * Giga);
        await LookAsync(9 * Giga);
        _disk.Sizes[old.ContainerId!] = 5 * Giga;
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await LookAsync(4 * Giga);
        _disk.Sizes[hog.ContainerId!] = 4 * Giga;

        await LookAsync(0);

        (await _world.ReadAsync(hog.Id)).EndReason.ShouldBe(EndReason.DiskLimit);
    }

    // As with a cold disk, on which docker walks for long: what it has had all along is no reason.
    [Fact]
    public async Task LookOnceAsync_OneCouldNotBeMeasuredForAWhile_KeepsItsLastSize()
    {
        var (slow, other) = (await SpawnAsync("slow", 5 * Giga), await SpawnAsync("other", 0));
        await LookAsync(9 * Giga);
        _disk.Sizes[slow.ContainerId!] = null;
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await LookAsync(7 * Giga);
        _disk.Sizes[slow.ContainerId!] = 5 * Giga;

        await LookAsync(0);

        (await _world.ReadAsync(slow.Id)).State.ShouldBe(LeaseState.Active);
        (await _world.ReadAsync(other.Id)).State.ShouldBe(LeaseState.Active);
    }

    // What it has gained since then may be weeks old.
    [Fact]
    public async Task LookOnceAsync_OneCouldNotBeMeasuredForAWhileAndAnotherGrows_EndsTheOther()
    {
        var (slow, hog) = (await SpawnAsync("slow", Giga), await SpawnAsync("hog", 0));
        await LookAsync(9 * Giga);
        _disk.Sizes[slow.ContainerId!] = null;
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await LookAsync(7 * Giga);
        (_disk.Sizes[slow.ContainerId!], _disk.Sizes[hog.ContainerId!]) = (8 * Giga, 2 * Giga);

        await LookAsync(0);

        (await _world.ReadAsync(hog.Id)).EndReason.ShouldBe(EndReason.DiskLimit);
        (await _world.ReadAsync(slow.Id)).State.ShouldBe(LeaseState.Active);
    }

    // What tenants write into their roots is not there.
    [Fact]
    public async Task LookOnceAsync_TheDataDirectorysOwnDiskFills_EndsNobodyAndTellsOnceEachTime()
    {
        var lease = await SpawnAsync("a", 5 * Giga);

        foreach (var data in (long[])[0, Giga - 1, 2 * Giga, 0])
        {
            await LookAsync(9 * Giga, data);
        }

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
        _world.LoggedIds.Count(id => id == EventIds.DiskFills).ShouldBe(2);
    }

    [Fact]
    public async Task LookOnceAsync_NoTenantIsTheReason_IsToldOnceEachTime()
    {
        var readOnly = await _world.SpawnAsync(Requests.Hello("read-only"));
        _disk.Sizes[readOnly.ContainerId!] = Giga;

        await LookAsync(0);
        await LookAsync(0);
        _world.LoggedIds.Count(id => id == EventIds.DiskFills).ShouldBe(1);
        await LookAsync(9 * Giga);
        await LookAsync(0);

        _world.LoggedIds.Count(id => id == EventIds.DiskFills).ShouldBe(2);
        (await _world.ReadAsync(readOnly.Id)).State.ShouldBe(LeaseState.Active);
    }

    [Fact]
    public async Task LookOnceAsync_AnImageIsBeingFetched_EndsTheFetchAndSparesTenantsForAWhile()
    {
        var tenant = await GrowAsync();
        using var registry = _world.Images.Faults.Hold("Pull");
        var fetching = await FetchAsync();

        await LookAsync(Giga - 1);

        await World.UntilAsync(() => _world.LoggedIds.Contains(EventIds.LeaseProvisionFailed));
        (await _world.ReadAsync(fetching.Id)).Code.ShouldBe(ErrorCodes.NoCapacity);
        _world.Time.Advance(TimeSpan.FromSeconds(9));
        await LookAsync(Giga - 1);
        (await _world.ReadAsync(tenant.Id)).State.ShouldBe(LeaseState.Active);
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await LookAsync(Giga - 1);
        (await _world.ReadAsync(tenant.Id)).EndReason.ShouldBe(EndReason.DiskLimit, "the room did not come back, so it is no image that has it");
    }

    [Fact]
    public async Task LookOnceAsync_DiskFillsUpBesideAFetch_WaitsForNothing()
    {
        var tenant = await GrowAsync();
        using var registry = _world.Images.Faults.Hold("Pull");
        await FetchAsync();

        await LookAsync((Giga / 2) - 1);

        (await _world.ReadAsync(tenant.Id)).EndReason.ShouldBe(EndReason.DiskLimit);
    }

    [Fact]
    public async Task LookOnceAsync_AnImageThatNobodyUses_GoesBeforeATenant()
    {
        _world.Images.AddRemote("allowed/app:1");
        var unused = await _world.SpawnAsync(new SpawnRequest { Image = "allowed/app:1", DurationSeconds = 600 });
        await _world.Releaser.ReleaseAsync(unused, null, World.Token);
        await _world.LeaseCleanup.EvictDueAsync(_world.Now, World.Token);
        await _world.PassAsync(_world.Work.DrainAsync());
        _world.Time.Advance(TimeSpan.FromMinutes(16));
        var tenant = await GrowAsync();
        var due = _world.ImageFetcher.SweepDue.Next;
        await _world.ImageSweep.RunAsync(World.Token);
        _world.Images.IsLocal("allowed/app:1").ShouldBeTrue("it is kept while there is room");

        await LookAsync(Giga - 1);

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

        await _guard.LookOnceAsync(World.Token);

        await World.UntilAsync(() => !areOne || _world.LoggedIds.Contains(EventIds.LeaseProvisionFailed));
        (await _world.ReadAsync(fetching.Id)).State.ShouldBe(expected);
        (await _world.ReadAsync(sold.Id)).State.ShouldBe(LeaseState.Active);
    }

    // One that has grown since it was measured.
    private async Task<Lease> GrowAsync()
    {
        var lease = await SpawnAsync("tenant", 0);
        await LookAsync(9 * Giga);
        _disk.Sizes[lease.ContainerId!] = Giga;
        return lease;
    }

    private async Task<Lease> FetchAsync()
    {
        _world.Images.AddRemote("allowed/slow:1");
        var lease = await _world.SubmitAsync(new SpawnRequest { Image = "allowed/slow:1", DurationSeconds = 600 });
        await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await World.UntilAsync(() => _world.Images.Faults.Calls.Any(c => c is { Verb: "Pull" }));
        return lease;
    }

    private async Task<Lease> SpawnAsync(string id, long size)
    {
        var lease = await _world.SpawnAsync(Requests.Hello(id) with { Template = "writable" });
        _disk.Sizes[lease.ContainerId!] = size;
        return lease;
    }

    private Task LookAsync(long? free, long? data = null)
    {
        _disk.Free = new DiskRoom(free, data ?? free);
        return _guard.LookOnceAsync(World.Token);
    }
}
