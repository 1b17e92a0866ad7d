using System.Collections.Immutable;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.UnitTests.StoreLoss;

/// <summary>An operator releases what no lease in the books explains.</summary>
public sealed class RemainsRemoverTests
{
    private static readonly Vmid Number = new(1001);
    private static readonly LeaseId Lost = LeaseId.New(Some.Now);
    private readonly World _world = new(mayRemoveOrphans: false);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RemoveAsync_ByLeaseOrVmid_RemovesAllOfItAndSaysWhat(bool byLease)
    {
        Leave();
        await _world.Ends.PrepareAsync(Some.Lease() with { Id = Lost }, World.Token);

        var removed = Done(await _world.Remains.RemoveAsync(byLease ? Lost : null, byLease ? null : Number, World.Token));

        removed.Select(f => f.Kind).ShouldBe(["container", "docker_volume", "image_file", "loop_device", "device_link", "lease_file"]);
        (_world.Compute.Containers.IsEmpty, _world.Volumes.OccupiedVmids.IsEmpty, _world.Ends.Ends.Count).ShouldBe((true, true, 0));
        _world.LoggedIds.ShouldContain(EventIds.OrphanRemoved);
    }

    [Fact]
    public async Task RemoveAsync_NothingOfIt_RemovesNothing() => Done(await _world.Remains.RemoveAsync(Lost, null, World.Token)).ShouldBeEmpty();

    [Fact]
    public async Task RemoveAsync_OfAnotherOrNotOurs_StaysAndIsNotAmongIt()
    {
        var lease = await _world.RunLeaseAsync(1000);
        _world.Compute.Add(Number);
        _world.Compute.Add(new Vmid(1002), LeaseId.New(Some.Now), ContainerState.Exited);

        Done(await _world.Remains.RemoveAsync(lease.Id, null, World.Token)).ShouldBeEmpty();
        Done(await _world.Remains.RemoveAsync(null, lease.Vmid, World.Token)).ShouldBeEmpty();
        Done(await _world.Remains.RemoveAsync(null, Number, World.Token)).ShouldBeEmpty();

        (_world.Compute.Containers.Length, _world.Volumes.OccupiedVmids.Count, _world.Ends.Ends.Count).ShouldBe((3, 1, 1));
    }

    [Theory]
    [InlineData("ListOurs")]
    [InlineData("Delete")]
    public async Task RemoveAsync_DockerSilent_SaysThatItDoesNotKnow(string verb)
    {
        Leave();
        _world.Compute.Faults.Next(verb, HostFault.Unanswered);

        (await _world.Remains.RemoveAsync(Lost, null, World.Token)).ShouldBeOfType<HostResult<ImmutableArray<AuditFinding>>.Unknown>();

        Done(await _world.Remains.RemoveAsync(Lost, null, World.Token)).ShouldNotBeEmpty();
        (_world.Compute.Containers.IsEmpty, _world.Volumes.OccupiedVmids.IsEmpty).ShouldBe((true, true));
    }

    [Fact]
    public async Task RemoveAsync_VolumeStays_FailsAndKeepsWhatKnowsItsEnd()
    {
        Leave();
        await _world.Ends.PrepareAsync(Some.Lease() with { Id = Lost }, World.Token);
        _world.Volumes.Faults.Always("Remove", new HostFault.Refusal("backend_error", "busy"));

        (await _world.Remains.RemoveAsync(Lost, null, World.Token)).ShouldBeOfType<HostResult<ImmutableArray<AuditFinding>>.Failed>().Problem.Detail.ShouldBe("busy");

        _world.Ends.Ends.ShouldContainKey(Lost);
        _world.LoggedIds.ShouldContain(EventIds.OrphanNotRemoved);
    }

    private void Leave()
    {
        _world.Compute.Add(Number, Lost, ContainerState.Exited);
        _world.Volumes.Add(Number, Lost, isOpen: true);
    }

    private static ImmutableArray<AuditFinding> Done(HostResult<ImmutableArray<AuditFinding>> result) =>
        result.ShouldBeOfType<HostResult<ImmutableArray<AuditFinding>>.Done>().Value;
}
