using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.UnitTests.Reconciliation;

public sealed class HostReconcilerTests
{
    private static readonly LeaseId Stranger = LeaseId.New(Some.Now);

    private readonly World _world = new();

    [Theory]
    [InlineData(true, EventIds.DockerUnavailable, EventIds.DockerAvailable)]
    [InlineData(false, EventIds.VolumesUnavailable, EventIds.VolumesAvailable)]
    public async Task SweepOnceAsync_HostSilent_ConcludesNothingAndTellsOnce(bool docker, int silent, int again)
    {
        var lease = await _world.RunLeaseAsync();
        AddOrphans(_world);
        _world.Compute.Remove(lease.Vmid!.Value);
        var faults = docker ? _world.Compute.Faults : _world.Volumes.Faults;
        faults.Always("ListOurs", HostFault.Unanswered);

        (await _world.Reconciler.SweepOnceAsync(World.Token)).ShouldBeFalse();
        (await _world.Reconciler.SweepOnceAsync(World.Token)).ShouldBeFalse();

        (await _world.ReadAsync(lease.Id)).ShouldBe(lease);
        Told(silent).ShouldBe(1);
        (_world.Health.SilentSince is not null, _world.Health.HasForgotten).ShouldBe((docker, false));
        faults.Clear();
        (await _world.Reconciler.SweepOnceAsync(World.Token)).ShouldBeTrue();
        (await _world.Reconciler.SweepOnceAsync(World.Token)).ShouldBeTrue();
        Told(again).ShouldBe(1);
        _world.LoggedIds.Intersect([EventIds.DockerUnavailable, EventIds.VolumesUnavailable]).ShouldBe([silent]);
        (await _world.ReadAsync(lease.Id)).EndReason.ShouldBe(EndReason.ContainerLost);
    }

    [Fact]
    public async Task AuditAsync_VolumesNotListed_SaysWhy()
    {
        _world.Volumes.Faults.Always("ListOurs", new HostFault.Refusal("backend_error", "losetup failed"));

        (await _world.Reconciler.AuditAsync(World.Token)).Error!.Detail.ShouldBe("losetup failed");
    }

    [Fact]
    public async Task SweepOnceAsync_Orphans_AreRemovedAndWhatIsNotOursStays()
    {
        var lease = await _world.RunLeaseAsync();
        var foreign = _world.Compute.Add(new Vmid(1003));
        AddOrphans(_world);
        var beats = 0;

        await _world.Reconciler.SweepOnceAsync(() => beats++, World.Token);

        _world.Compute.Containers.Select(c => c.Status.Id).ShouldBe([lease.ContainerId!, foreign.Status.Id], ignoreOrder: true);
        _world.Volumes.OccupiedVmids.ShouldBe([lease.Vmid!.Value]);
        _world.Environment.List().ShouldBeEmpty();
        Told(EventIds.OrphanRemoved).ShouldBeGreaterThan(1);
        beats.ShouldBeGreaterThanOrEqualTo(Told(EventIds.OrphanRemoved));
    }

    [Fact]
    public async Task SweepOnceAsync_YoungOrphans_AreLeft()
    {
        _world.Compute.Add(new Vmid(1001), Stranger);

        await _world.Reconciler.SweepOnceAsync(World.Token);

        _world.Compute.Containers.ShouldHaveSingleItem();
        _world.LoggedIds.ShouldBeEmpty();
    }

    [Fact]
    public async Task SweepOnceAsync_BooksAreNotTheirs_KeepsOrphansAndSaysSo()
    {
        var world = new World(mayRemoveOrphans: false);
        AddOrphans(world);

        await world.Reconciler.SweepOnceAsync(World.Token);

        world.Compute.Containers.ShouldHaveSingleItem();
        world.Volumes.OccupiedVmids.ShouldHaveSingleItem();
        world.LoggedIds.ShouldContain(EventIds.OrphanKept);
        world.LoggedIds.ShouldNotContain(EventIds.OrphanRemoved);
    }

    [Fact]
    public async Task SweepOnceAsync_OrphanStays_IsToldAndTheOthersGo()
    {
        AddOrphans(_world);
        _world.Compute.Faults.Always("Delete", HostFault.Unanswered);

        (await _world.Reconciler.SweepOnceAsync(World.Token)).ShouldBeTrue();

        Told(EventIds.OrphanNotRemoved).ShouldBe(1);
        _world.Volumes.OccupiedVmids.ShouldBeEmpty();
    }

    [Fact]
    public async Task SweepOnceAsync_SpawnLeftBehind_IsTakenUp()
    {
        var lease = _world.Books.Add(Some.Lease(LeaseState.Provisioning) with { ImageId = null });

        await _world.Reconciler.SweepOnceAsync(World.Token);
        await _world.Work.DrainAsync();

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
        _world.LoggedIds.ShouldContain(EventIds.SpawnRecovered);
    }

    [Fact]
    public async Task AuditAsync_Differences_AreFoundAndNothingIsChanged()
    {
        var lease = await _world.RunLeaseAsync();
        AddOrphans(_world);
        _world.Compute.Remove(lease.Vmid!.Value);

        var found = (await _world.Reconciler.AuditAsync(World.Token)).ShouldBeOfType<HostResult<AuditReport>.Done>().Value.Findings;

        found.Select(f => f.Kind).Distinct().ShouldBe(["container", "docker_volume", "image_file", "env_file", "lease"], ignoreOrder: true);
        (await _world.ReadAsync(lease.Id)).ShouldBe(lease);
        _world.Compute.Containers.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task SweepOnceAsync_NetworkInTheWay_IsToldAndTheSweepGoesOn()
    {
        AddOrphans(_world);
        _world.Compute.Faults.Always("Prepare", new HostFault.Refusal("backend_error", "another network has that bridge"));

        (await _world.Reconciler.SweepOnceAsync(World.Token)).ShouldBeTrue();

        Told(EventIds.HostNotPrepared).ShouldBe(1);
        _world.Compute.Containers.ShouldBeEmpty();
    }

    [Fact]
    public async Task AuditAsync_DockerSilent_SaysThatItDoesNotKnow()
    {
        _world.Compute.Faults.Always("ListOurs", HostFault.Unanswered);

        (await _world.Reconciler.AuditAsync(World.Token)).IsDone.ShouldBeFalse();
    }

    private static void AddOrphans(World world)
    {
        world.Compute.Add(new Vmid(1001), Stranger);
        world.Volumes.Add(new Vmid(1002), Stranger);
        _ = world.Environment.WriteAsync(Some.RequestId("left-over"), Requests.Env(("A", "1")), World.Token);
        world.Time.Advance(TimeSpan.FromMinutes(5));
    }

    private int Told(int eventId) => _world.LoggedIds.Count(id => id == eventId);
}
