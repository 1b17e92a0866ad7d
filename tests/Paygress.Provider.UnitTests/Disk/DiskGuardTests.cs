using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.UnitTests.Disk;

public sealed class DiskGuardTests
{
    private const long Giga = 1L << 30;

    private readonly DiskWorld _rented = new();
    private readonly World _world;
    private readonly FakeDisk _disk;

    public DiskGuardTests() => (_world, _disk) = (_rented.World, _rented.Disk);

    [Fact]
    public async Task LookOnceAsync_RoomEnough_MeasuresAtTheStartAndWhenAReserveWasUsedUp()
    {
        await _rented.SpawnAsync("a", 5 * Giga);
        foreach (var (free, measured) in ((long, int)[])[(9 * Giga, 1), ((8 * Giga) + 1, 1), (12 * Giga, 1), ((11 * Giga) + 1, 1), (11 * Giga, 2), (5 * Giga, 3)])
        {
            await _rented.LookAsync(free);
            _disk.Measured.ShouldBe(measured, $"{free}");
            _world.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await _rented.LookAsync(4 * Giga);
        await _rented.LookAsync(3 * Giga);
        _disk.Measured.ShouldBe(4, "at most each minute");
    }

    // As by fallocate, in one moment.
    [Fact]
    public async Task LookOnceAsync_OneTakesAllTheRoomAtOnce_EndsThatOne()
    {
        var (old, hog) = (await _rented.SpawnAsync("old", 50 * Giga), await _rented.SpawnAsync("hog", 0));
        await _rented.LookAsync(9 * Giga);
        _disk.Sizes[hog.ContainerId!] = 9 * Giga;

        await _rented.LookAsync(0);

        (await _world.ReadAsync(hog.Id)).EndReason.ShouldBe(EndReason.DiskLimit);
        (await _world.ReadAsync(old.Id)).State.ShouldBe(LeaseState.Active);
    }

    [Fact]
    public async Task LookOnceAsync_LessThanTheReserve_EndsTheOneThatGrewMost()
    {
        var (old, hog) = (await _rented.SpawnAsync("old", 5 * Giga), await _rented.SpawnAsync("hog", 0));
        await _rented.LookAsync((2 * Giga) - 1);
        _disk.Sizes[hog.ContainerId!] = Giga;

        await _rented.LookAsync(Giga - 1);

        var ended = await _world.ReadAsync(hog.Id);
        (ended.State, ended.EndReason).ShouldBe((LeaseState.Evicting, EndReason.DiskLimit));
        (await _world.ReadAsync(old.Id)).State.ShouldBe(LeaseState.Active);
        _world.LoggedIds.ShouldContain(EventIds.LeaseDiskLimit);
    }

    [Fact]
    public async Task LookOnceAsync_OneIsBeingEnded_WaitsForItsRoomBeforeItTakesAnother()
    {
        var (first, second) = (await _rented.SpawnAsync("first", 0), await _rented.SpawnAsync("second", 0));
        await _rented.LookAsync(9 * Giga);
        (_disk.Sizes[first.ContainerId!], _disk.Sizes[second.ContainerId!]) = (2 * Giga, Giga);
        await _rented.LookAsync(0);

        await _rented.LookAsync(0);
        (await _world.ReadAsync(second.Id)).State.ShouldBe(LeaseState.Active);

        await _world.PassAsync(_world.LeaseCleanup.EvictDueAsync(_world.Now, World.Token));
        await _world.PassAsync(_world.Work.DrainAsync());
        (await _world.ReadAsync(first.Id)).State.ShouldBe(LeaseState.Ended);
        await _rented.LookAsync(0);
        (await _world.ReadAsync(second.Id)).EndReason.ShouldBe(EndReason.DiskLimit);
    }

    [Fact]
    public async Task LookOnceAsync_DockerOrDiskDoNotAnswer_EndsNobodyAndTells()
    {
        var lease = await _rented.SpawnAsync("a", Giga);
        _disk.IsSilent = true;

        await _rented.LookAsync(null);
        _world.LoggedIds.ShouldNotContain(EventIds.DiskFills);
        await _rented.LookAsync(0);

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
        _world.LoggedIds.ShouldContain(EventIds.DiskFills);
    }

    [Fact]
    public async Task LookOnceAsync_OneCantBeMeasuredAndNoneHasGrown_EndsThatOne()
    {
        var (large, hidden) = (await _rented.SpawnAsync("large", 5 * Giga), await _rented.SpawnAsync("hidden", 0));
        await _rented.LookAsync(Giga);
        _disk.Sizes[hidden.ContainerId!] = null;

        await _rented.LookAsync(Giga - 1);

        (await _world.ReadAsync(hidden.Id)).EndReason.ShouldBe(EndReason.DiskLimit);
        (await _world.ReadAsync(large.Id)).State.ShouldBe(LeaseState.Active);
    }

    // Something else fills the disk: what tenants wrote long ago is no reason.
    [Fact]
    public async Task LookOnceAsync_NoneHasGrown_EndsNobodyAndTells()
    {
        var lease = await _rented.SpawnAsync("a", 5 * Giga);
        await _rented.LookAsync(Giga);

        await _rented.LookAsync(Giga - 1);
        await _rented.LookAsync(0);

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
        _world.LoggedIds.Count(id => id == EventIds.DiskFills).ShouldBe(1);
    }

    [Fact]
    public async Task LookOnceAsync_ShortOfRoomFromTheStart_WaitsUntilOneGrows()
    {
        var (large, grows) = (await _rented.SpawnAsync("large", 5 * Giga), await _rented.SpawnAsync("grows", 0));
        await _rented.LookAsync(0);
        await _rented.LookAsync(0);
        (await _world.ReadAsync(large.Id)).State.ShouldBe(LeaseState.Active);
        _disk.Sizes[grows.ContainerId!] = Giga / 4;

        await _rented.LookAsync(Giga / 4);

        (await _world.ReadAsync(grows.Id)).EndReason.ShouldBe(EndReason.DiskLimit);
        (await _world.ReadAsync(large.Id)).State.ShouldBe(LeaseState.Active);
    }

    [Fact]
    public async Task LookOnceAsync_RoomIsBackAndUsedAgain_ForgetsWhatWasMeasured()
    {
        var (old, hog) = (await _rented.SpawnAsync("old", 0), await _rented.SpawnAsync("hog", 0));
        await _rented.LookAsync(3 * Giga);
        await _rented.LookAsync(9 * Giga);
        _disk.Sizes[old.ContainerId!] = 5 * Giga;
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _rented.LookAsync(4 * Giga);
        _disk.Sizes[hog.ContainerId!] = 4 * Giga;

        await _rented.LookAsync(0);

        (await _world.ReadAsync(hog.Id)).EndReason.ShouldBe(EndReason.DiskLimit);
    }

    // As with a cold disk, on which docker walks for long: what it has had all along is no reason.
    [Fact]
    public async Task LookOnceAsync_OneCouldNotBeMeasuredForAWhile_KeepsItsLastSize()
    {
        var (slow, other) = (await _rented.SpawnAsync("slow", 5 * Giga), await _rented.SpawnAsync("other", 0));
        await _rented.LookAsync(9 * Giga);
        _disk.Sizes[slow.ContainerId!] = null;
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _rented.LookAsync(7 * Giga);
        _disk.Sizes[slow.ContainerId!] = 5 * Giga;

        await _rented.LookAsync(0);

        (await _world.ReadAsync(slow.Id)).State.ShouldBe(LeaseState.Active);
        (await _world.ReadAsync(other.Id)).State.ShouldBe(LeaseState.Active);
    }

    // What it has gained since then may be weeks old.
    [Fact]
    public async Task LookOnceAsync_OneCouldNotBeMeasuredForAWhileAndAnotherGrows_EndsTheOther()
    {
        var (slow, hog) = (await _rented.SpawnAsync("slow", Giga), await _rented.SpawnAsync("hog", 0));
        await _rented.LookAsync(9 * Giga);
        _disk.Sizes[slow.ContainerId!] = null;
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _rented.LookAsync(7 * Giga);
        (_disk.Sizes[slow.ContainerId!], _disk.Sizes[hog.ContainerId!]) = (8 * Giga, 2 * Giga);

        await _rented.LookAsync(0);

        (await _world.ReadAsync(hog.Id)).EndReason.ShouldBe(EndReason.DiskLimit);
        (await _world.ReadAsync(slow.Id)).State.ShouldBe(LeaseState.Active);
    }

    // What tenants write into their roots is not there.
    [Fact]
    public async Task LookOnceAsync_TheDataDirectorysOwnDiskFills_EndsNobodyAndTellsOnceEachTime()
    {
        var lease = await _rented.SpawnAsync("a", 5 * Giga);

        foreach (var data in (long[])[0, Giga - 1, 2 * Giga, 0])
        {
            await _rented.LookAsync(9 * Giga, data);
        }

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
        _world.LoggedIds.Count(id => id == EventIds.DiskFills).ShouldBe(2);
    }

    [Fact]
    public async Task LookOnceAsync_NoTenantIsTheReason_IsToldOnceEachTime()
    {
        var readOnly = await _world.SpawnAsync(Requests.Hello("read-only"));
        _disk.Sizes[readOnly.ContainerId!] = Giga;

        await _rented.LookAsync(0);
        await _rented.LookAsync(0);
        _world.LoggedIds.Count(id => id == EventIds.DiskFills).ShouldBe(1);
        await _rented.LookAsync(9 * Giga);
        await _rented.LookAsync(0);

        _world.LoggedIds.Count(id => id == EventIds.DiskFills).ShouldBe(2);
        (await _world.ReadAsync(readOnly.Id)).State.ShouldBe(LeaseState.Active);
    }
}
