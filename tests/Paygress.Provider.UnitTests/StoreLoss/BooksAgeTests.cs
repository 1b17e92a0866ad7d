using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.StoreLoss;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.StoreLoss;

/// <summary>A backup was put in the place of the books, and what was made since then is still there.</summary>
public sealed class BooksAgeTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private readonly World _before = new();

    [Fact]
    public async Task SweepOnceAsync_LeaseOfAfterTheCopy_IsRebuiltHeld()
    {
        var known = await _before.SpawnAsync();
        var missed = await SpawnAfterTheCopyAsync();
        var world = Restart();

        await SweepAsync(world);
        await SweepAsync(world);

        var rebuilt = await world.ReadAsync(missed.Id);
        (rebuilt.State, rebuilt.Held, rebuilt.Vmid).ShouldBe((LeaseState.Active, true, missed.Vmid));
        world.Compute.Find(missed.Vmid!.Value)!.Status.IsRunning.ShouldBeTrue();
        world.Volumes.OccupiedVmids.ShouldContain(missed.Vmid.Value);
        (await world.ReadAsync(known.Id)).ShouldBe(known);
        (Told(world), world.Books.Removal.IsForbidden).ShouldBe((1, true));
    }

    [Fact]
    public async Task SweepOnceAsync_StoppedContainerOfAfterTheCopy_IsKept()
    {
        await _before.SpawnAsync();
        var missed = await SpawnAfterTheCopyAsync();
        _before.Compute.Exit(missed.Vmid!.Value, 1);
        var world = Restart();

        await SweepAsync(world);

        world.Compute.Find(missed.Vmid.Value).ShouldNotBeNull();
        world.Volumes.OccupiedVmids.ShouldContain(missed.Vmid.Value);
    }

    // It could not be told any more by the next start.
    [Fact]
    public async Task SweepOnceAsync_ItCannotBeWrittenDown_RemovesNothingUntilItIs()
    {
        await _before.SpawnAsync();
        var missed = await SpawnAfterTheCopyAsync();
        _before.Compute.Exit(missed.Vmid!.Value, 1);
        var world = Restart();
        world.Books.Removal.Fault = new IOException("the disk is full");

        await Should.ThrowAsync<IOException>(() => world.Reconciler.SweepOnceAsync(World.Token));
        world.Compute.Find(missed.Vmid.Value).ShouldNotBeNull();
        await SweepAsync(world);

        world.Compute.Find(missed.Vmid.Value).ShouldNotBeNull();
        world.Books.Removal.IsForbidden.ShouldBeTrue();
    }

    // By the copy it runs still; its number is another's by now.
    [Fact]
    public async Task SweepOnceAsync_LeaseWasOverAfterTheCopy_GivesItsNumberToTheOneThatRuns()
    {
        var missed = await _before.SpawnAsync();
        _before.Books.Lose(missed.Id);
        var over = _before.Books.Add(Some.Lease(LeaseState.Active, missed.Vmid!.Value.Value));
        var world = new World(mayRemoveOrphans: false, host: _before.Host);

        await SweepAsync(world);

        var (rebuilt, ended) = (await world.ReadAsync(missed.Id), await world.ReadAsync(over.Id));
        (rebuilt.State, rebuilt.Held, ended.State, ended.EndReason).ShouldBe((LeaseState.Active, true, LeaseState.Ended, EndReason.ContainerLost));
        world.Compute.Find(missed.Vmid.Value)!.Status.IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task SweepOnceAsync_LeftoverOfLeaseInTheBooks_IsRemoved()
    {
        var lease = await _before.SpawnAsync();
        _before.Time.Advance(Long);
        var world = Restart();
        var leftover = world.Compute.Add(new Vmid(1900), world.Books.Add(Some.Lease(LeaseState.Ended, 1900)).Id, createdAt: world.Now - Long / 2);

        await SweepAsync(world);

        world.Compute.Containers.ShouldNotContain(leftover);
        world.Compute.Find(lease.Vmid!.Value).ShouldNotBeNull();
        Told(world).ShouldBe(0);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public void Misses_Moment_BetweenLastEntryAndStart(int minutes, bool misses)
    {
        var span = new BooksSpan(Some.Now, Some.Now.AddMinutes(10));

        span.Misses(Some.Now.AddMinutes(minutes)).ShouldBe(misses);
        (span with { KnownUntil = null }).Misses(Some.Now.AddMinutes(minutes)).ShouldBe(minutes < 10);
    }

    private async Task<Lease> SpawnAfterTheCopyAsync()
    {
        _before.Time.Advance(TimeSpan.FromMinutes(1));
        var lease = await _before.SpawnAsync(Requests.Hello("after"));
        _before.Books.Lose(lease.Id);
        _before.Ends.Lose();
        return lease;
    }

    private World Restart()
    {
        _before.Time.Advance(TimeSpan.FromMinutes(10));
        return new World(host: _before.Host);
    }

    private static async Task SweepAsync(World world) => (await world.Reconciler.SweepOnceAsync(World.Token)).ShouldBeTrue();

    private static int Told(World world) => world.LoggedIds.Count(id => id == EventIds.StoreOlderThanHost);
}
