using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.UnitTests.Encryption;

public sealed class LeaseUnlockerTests
{
    private readonly World _world = new();

    [Fact]
    public async Task UnlockAsync_RightKey_SameContainerRunsOnTheSameVolume()
    {
        var lease = await _world.LockedAsync();

        var outcome = await UnlockAsync(lease.Id, Requests.Key);

        var unlocked = outcome.ShouldBeOfType<UnlockOutcome.Unlocked>().Lease;
        (unlocked.State, unlocked.ContainerId, unlocked.ExpiresAt).ShouldBe((LeaseState.Active, lease.ContainerId, lease.ExpiresAt));
        _world.Compute.Find(lease.Vmid!.Value)!.Status.IsRunning.ShouldBeTrue();
        _world.Volumes.IsOpen(lease.Id, lease.Vmid!.Value).ShouldBeTrue();
    }

    [Fact]
    public async Task UnlockAsync_WrongKey_ChangesNothing()
    {
        var lease = await _world.LockedAsync();

        (await RefusedAsync(lease.Id, new byte[32])).ShouldBe(ErrorCodes.WrongKey);

        (await _world.ReadAsync(lease.Id)).ShouldBe(lease);
        IsRunning(lease).ShouldBeFalse();
    }

    [Fact]
    public async Task UnlockAsync_NotLocked_IsRefusedUntouched()
    {
        var lease = await _world.SpawnAsync(Requests.Encrypted());

        (await RefusedAsync(lease.Id, Requests.Key)).ShouldBe(ErrorCodes.NotActive);
    }

    [Fact]
    public async Task UnlockAsync_AfterTheEnd_IsRefusedAndOpensNothing()
    {
        var lease = await _world.LockedAsync();
        _world.Time.Advance(lease.ExpiresAt!.Value - _world.Time.GetUtcNow());

        (await RefusedAsync(lease.Id, Requests.Key)).ShouldBe(ErrorCodes.LeaseExpired);

        _world.Volumes.IsOpen(lease.Id, lease.Vmid!.Value).ShouldBeFalse();
    }

    [Fact]
    public async Task UnlockAsync_EndsWhileItIsOpened_ClosesWhatItOpened()
    {
        var lease = await _world.LockedAsync();
        var starts = Starts();
        Task<string> unlock;
        using (_world.Compute.Faults.Hold("Start"))
        {
            unlock = RefusedAsync(lease.Id, Requests.Key);
            await World.UntilAsync(() => Starts() > starts);
            _world.Time.Advance(lease.ExpiresAt!.Value - _world.Time.GetUtcNow());
        }

        (await unlock).ShouldBe(ErrorCodes.LeaseExpired);

        IsRunning(lease).ShouldBeFalse();
        _world.Volumes.IsOpen(lease.Id, lease.Vmid!.Value).ShouldBeFalse();
    }

    [Fact]
    public async Task UnlockAsync_ContainerDoesNotStart_StaysLockedAndClosed()
    {
        var lease = await _world.LockedAsync();
        _world.Compute.Faults.Next("Start", new HostFault.Refusal(ErrorCodes.BackendError, "no"));

        (await RefusedAsync(lease.Id, Requests.Key)).ShouldBe(ErrorCodes.BackendError);

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Locked);
        _world.Volumes.IsOpen(lease.Id, lease.Vmid!.Value).ShouldBeFalse();
    }

    [Fact]
    public async Task EvictAsync_ExpiresWhileLocked_LeavesNothing()
    {
        var lease = await _world.LockedAsync();
        _world.Time.Advance(lease.ExpiresAt!.Value - _world.Time.GetUtcNow());

        await _world.EvictAsync();

        var ended = await _world.ReadAsync(lease.Id);
        (ended.State, ended.EndReason).ShouldBe((LeaseState.Ended, EndReason.Expired));
        _world.Volumes.OccupiedVmids.ShouldBeEmpty();
    }

    private int Starts() => _world.Compute.Faults.Calls.Count(c => c.Verb == "Start");

    private bool IsRunning(Lease lease) => _world.Compute.Find(lease.Vmid!.Value)!.Status.IsRunning;

    private async Task<string> RefusedAsync(LeaseId id, byte[] key) => (await UnlockAsync(id, key)).ShouldBeOfType<UnlockOutcome.Refused>().Problem.Code;

    private async Task<UnlockOutcome> UnlockAsync(LeaseId id, byte[] bytes)
    {
        using var key = new VolumeKey(bytes);
        return await _world.Unlocker.UnlockAsync(id, key, World.Token);
    }
}
