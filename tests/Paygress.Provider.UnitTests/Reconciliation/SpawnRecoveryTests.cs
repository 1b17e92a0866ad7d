using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.UnitTests.Reconciliation;

/// <summary>What becomes of a lease that was being made when the provider was killed.</summary>
public sealed class SpawnRecoveryTests
{
    private readonly World _world = new();
    private Lease _lease = Some.Lease(LeaseState.Provisioning);

    [Fact]
    public async Task Begin_NothingMadeYet_GoesOn()
    {
        _lease = _lease with { ImageId = null };

        (await RecoverAsync()).State.ShouldBe(LeaseState.Active);
    }

    [Theory]
    [InlineData(ContainerState.Created)]
    [InlineData(ContainerState.Running)]
    public async Task Begin_ContainerThereAndVolumeOpen_IsStarted(ContainerState state)
    {
        await MakeAsync(isOpen: true, state);

        var lease = await RecoverAsync();

        lease.State.ShouldBe(LeaseState.Active);
        lease.ExpiresAt.ShouldBe(_world.Time.GetUtcNow() + lease.Duration);
        _world.Compute.Find(lease.Vmid!.Value)!.Status.IsRunning.ShouldBeTrue();
        _world.Progress.Find(lease.Id).ShouldBeNull();
    }

    [Fact]
    public async Task Begin_VolumeClosed_IsUndone()
    {
        await MakeAsync(isOpen: false, ContainerState.Created);

        await ShouldBeUndoneAsync();
        await ShouldNameItsContainerAsync();
    }

    [Fact]
    public async Task Begin_NoContainer_IsUndone()
    {
        _world.Volumes.Add(_lease.Vmid!.Value, _lease.Id, isOpen: true);

        await ShouldBeUndoneAsync();
    }

    [Fact]
    public async Task Begin_ContainerOfAnotherLease_IsUndoneAndLeavesThatOne()
    {
        var other = _world.Compute.Add(_lease.Vmid!.Value, LeaseId.New(Some.Now));

        await ShouldBeUndoneAsync();
        _world.Compute.Containers.ShouldContain(other);
    }

    [Fact]
    public async Task Begin_StartFails_IsUndone()
    {
        await MakeAsync(isOpen: true, ContainerState.Created);
        _world.Compute.Faults.Next("Start", new HostFault.Refusal("backend_error", "no"));

        await ShouldBeUndoneAsync();
        await ShouldNameItsContainerAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Begin_HostSilent_ConcludesNothing(bool docker)
    {
        await MakeAsync(isOpen: true, ContainerState.Created);
        (docker ? _world.Compute.Faults : _world.Volumes.Faults).Next("Inspect", HostFault.Unanswered);

        (await RecoverAsync()).State.ShouldBe(LeaseState.Provisioning);
        (await RecoverAsync()).State.ShouldBe(LeaseState.Active);
    }

    [Fact]
    public async Task Begin_InHand_IsLeftToWhoeverWorksOnIt()
    {
        var gate = new TaskCompletionSource();
        await MakeAsync(isOpen: true, ContainerState.Created);
        _world.Books.Add(_lease);
        _world.Work.Begin([_lease.Id], () => gate.Task);

        _world.Recovery.Begin(_lease, World.Token);
        gate.SetResult();
        await _world.Work.DrainAsync();

        (await _world.ReadAsync(_lease.Id)).State.ShouldBe(LeaseState.Provisioning);
        _world.Compute.Faults.Calls.ShouldNotContain(c => c.Verb == "Inspect");
    }

    private async Task MakeAsync(bool isOpen, ContainerState state)
    {
        _world.Volumes.Add(_lease.Vmid!.Value, _lease.Id, isOpen: true);
        var id = await _world.Compute.CreateAsync(ContainerSpec.For(_lease, null), World.Token);
        if (state is ContainerState.Running)
        {
            await _world.Compute.StartAsync(_world.Compute.Find(_lease.Vmid!.Value)!.Status.Id, World.Token);
        }

        id.IsDone.ShouldBeTrue();
        _world.Volumes.Find(_lease.Vmid!.Value)!.IsOpen = isOpen;
    }

    private async Task<Lease> RecoverAsync()
    {
        if (await _world.Books.Leases.FindAsync(_lease.Id, World.Token) is null)
        {
            _world.Books.Add(_lease);
        }

        _world.Recovery.Begin(_lease, World.Token);
        await _world.Work.DrainAsync();
        return await _world.ReadAsync(_lease.Id);
    }

    // By its id it can be ended should docker hang from here on.
    private async Task ShouldNameItsContainerAsync() =>
        (await _world.ReadAsync(_lease.Id)).ContainerId.ShouldBe(_world.Compute.Find(_lease.Vmid!.Value)!.Status.Id);

    private async Task ShouldBeUndoneAsync()
    {
        var lease = await RecoverAsync();
        (lease.State, lease.EndReason).ShouldBe((LeaseState.Evicting, EndReason.ProvisionFailed));
        lease.HoldUntil.ShouldBe(Some.Now + _world.Cleanup.SettleTime);
    }
}
