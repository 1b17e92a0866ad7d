using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.UnitTests.Encryption;

public sealed class KeyCheckTests
{
    private readonly World _world = new();

    [Fact]
    public async Task Sweep_AfterAReboot_LocksTheEncryptedLeaseAndStartsNothing()
    {
        var lease = await _world.SpawnAsync(Requests.Encrypted());
        _world.Compute.Reboot();

        await SweepAsync();

        var after = await _world.ReadAsync(lease.Id);
        (after.State, after.RestartAt, after.ExpiresAt).ShouldBe((LeaseState.Locked, null, lease.ExpiresAt));
        _world.Compute.Find(lease.Vmid!.Value)!.Status.IsRunning.ShouldBeFalse();
    }

    /// <remarks>Found by the model test: which of the two was seen first decided.</remarks>
    [Fact]
    public async Task CheckAsync_ContainerIsGoneToo_EndsTheLease()
    {
        var lease = await _world.SpawnAsync(Requests.Encrypted());
        _world.Compute.Reboot();
        _world.Compute.Remove(lease.Vmid!.Value);

        _world.KeyCheck.Begin(lease.Id, World.Token);
        await _world.PassAsync(_world.Work.DrainAsync());

        var after = await _world.ReadAsync(lease.Id);
        (after.State, after.EndReason).ShouldBe((LeaseState.Evicting, EndReason.ContainerLost));
    }

    [Fact]
    public async Task Sweep_KeyIsThere_ChangesNothing()
    {
        var lease = await _world.SpawnAsync(Requests.Encrypted());

        await SweepAsync();

        (await _world.ReadAsync(lease.Id)).ShouldBe(lease);
    }

    [Fact]
    public async Task Sweep_UnlockThatBrokeOffBeforeTheStart_ClosesTheVolume()
    {
        var lease = await _world.LockedAsync();
        _world.Volumes.Find(lease.Vmid!.Value)!.IsOpen = true;

        await SweepAsync();

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Locked);
        _world.Volumes.IsOpen(lease.Id, lease.Vmid!.Value).ShouldBeFalse();
    }

    [Fact]
    public async Task Sweep_UnlockThatBrokeOffWhileItOpened_ClosesTheMapping()
    {
        var lease = await _world.LockedAsync();
        _world.Volumes.Find(lease.Vmid!.Value)!.IsHalfOpen = true;

        await SweepAsync();

        _world.Volumes.Find(lease.Vmid!.Value)!.IsHalfOpen.ShouldBeFalse();
    }

    // Closed after the start was given up, as far as that goes under a container that runs.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sweep_UnlockWhoseStartCameLater_CallsTheLeaseUnlocked(bool isShown)
    {
        var lease = await _world.LockedAsync();
        var volume = _world.Volumes.Find(lease.Vmid!.Value)!;
        volume.IsOpen = true;
        (await _world.Compute.StartAsync(lease.ContainerId!, World.Token)).IsDone.ShouldBeTrue();
        (volume.IsOpen, volume.IsHalfOpen) = (isShown, !isShown);

        await SweepAsync();

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
    }

    [Theory]
    [InlineData("Inspect")]
    [InlineData("ListOurs")]
    public async Task Sweep_HostDoesNotAnswer_ConcludesNothing(string verb)
    {
        var lease = await _world.SpawnAsync(Requests.Encrypted());
        _world.Volumes.CloseAll();
        _world.Volumes.Faults.Always(verb, HostFault.Unanswered);

        await SweepAsync();

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
    }

    [Fact]
    public async Task Restart_KeyIsGone_LocksInsteadOfTryingForEver()
    {
        var lease = await _world.SpawnAsync(Requests.Encrypted());
        _world.Compute.Exit(lease.Vmid!.Value, 1);
        await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.ContainerExited(1, _world.Time.GetUtcNow(), _world.Time.GetUtcNow()), World.Token);
        _world.Volumes.CloseAll();

        await _world.Restarter.RestartDueAsync(_world.Time.GetUtcNow(), World.Token);
        await _world.Work.DrainAsync();

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Locked);
    }

    [Fact]
    public async Task Sweep_UnlockUnderWay_IsNotWaitedFor()
    {
        var lease = await _world.LockedAsync();
        _world.Volumes.Find(lease.Vmid!.Value)!.IsOpen = true;
        using var holder = await _world.Locks.AcquireAsync(lease.Id, World.Token);

        var sweep = _world.Reconciler.SweepOnceAsync(World.Token);
        await World.UntilAsync(() => sweep.IsCompleted);

        _world.Work.IsInHand(lease.Id).ShouldBeTrue();
        _world.Volumes.IsOpen(lease.Id, lease.Vmid!.Value).ShouldBeTrue();
    }

    private async Task SweepAsync()
    {
        await _world.Reconciler.SweepOnceAsync(World.Token);
        await _world.Work.DrainAsync();
    }
}
