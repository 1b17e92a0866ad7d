using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Encryption;

public sealed class EncryptedSpawnTests
{
    private readonly World _world = new();

    [Fact]
    public async Task Spawn_WithAKey_MakesAnEncryptedVolumeAndForgetsTheKey()
    {
        var lease = await _world.SpawnAsync(Requests.Encrypted());

        (lease.State, lease.Workload.Encrypted).ShouldBe((LeaseState.Active, true));
        _world.Volumes.Find(lease.Vmid!.Value)!.Key.ShouldBe(Requests.Key);
        _world.Keys.Holds(lease.Id).ShouldBeFalse();
    }

    [Fact]
    public async Task Spawn_HostCannotEncrypt_IsRefusedBeforeAnythingIsKept()
    {
        _world.Support.Obstacles[HostCapability.EncryptedVolumes] = "cryptsetup is not installed";

        var refused = (await _world.Intake.SubmitAsync(Requests.Encrypted(), World.Token)).ShouldBeOfType<SpawnOutcome.Refused>();

        var problem = refused.Problems.ShouldHaveSingleItem();
        (problem.Code, problem.Where).ShouldBe((ErrorCodes.EncryptionUnavailable, "volume_encryption"));
        problem.Detail.ShouldContain("cryptsetup is not installed");
        (await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task Spawn_KeyGoneWhileItWaited_IsRejectedAndReservesNothing()
    {
        var lease = await _world.SubmitAsync(Requests.Encrypted());
        _world.Keys.Drop(lease.Id); // as a restart of the provider does

        await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await _world.Work.DrainAsync();

        var after = await _world.ReadAsync(lease.Id);
        (after.State, after.Code, after.Vmid).ShouldBe((LeaseState.Failed, ErrorCodes.VolumeKeyLost, null));
    }

    [Fact]
    public async Task Spawn_KeyGoneAfterAdmission_IsUndoneAndNeverGetsAPlainVolume()
    {
        var lease = _world.Books.Add(Some.Lease(LeaseState.Provisioning, workload: Some.Workload(encrypted: true)));

        var outcome = await _world.Builder.BuildAsync(lease.Id, World.Token);

        outcome.ShouldBeOfType<BuildOutcome.Failed>().Problem.ShouldBe(KeyProblems.Lost);
        _world.Volumes.OccupiedVmids.ShouldBeEmpty();
    }

    [Fact]
    public async Task Submit_TheSameAgain_KeepsOneKey()
    {
        var lease = await _world.SubmitAsync(Requests.Encrypted("again"));

        (await _world.Intake.SubmitAsync(Requests.Encrypted("again"), World.Token)).ShouldBeOfType<SpawnOutcome.Known>();

        using var key = _world.Keys.Take(lease.Id).ShouldNotBeNull();
        key.Bytes.ToArray().ShouldBe(Requests.Key);
    }

    [Fact]
    public async Task Submit_QueueIsFull_ForgetsTheKey()
    {
        _world.Spawn.QueueLimit = 0;

        await _world.Intake.SubmitAsync(Requests.Encrypted(), World.Token);

        _world.Keys.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Release_StillQueued_ForgetsTheKey()
    {
        var lease = await _world.SubmitAsync(Requests.Encrypted());

        await _world.Releaser.ReleaseAsync(lease, null, World.Token);

        _world.Keys.Holds(lease.Id).ShouldBeFalse();
    }

    [Fact]
    public async Task Release_ImageStillFetched_ForgetsTheKey()
    {
        var lease = _world.Books.Add(Some.Lease(LeaseState.Provisioning, workload: Some.Workload(encrypted: true)));
        _world.Keys.Hold(lease.Id, Requests.Key);

        await _world.Releaser.ReleaseAsync(lease, null, World.Token);

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Evicting);
        _world.Keys.Holds(lease.Id).ShouldBeFalse();
    }
}
