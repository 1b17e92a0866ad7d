using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.UnitTests.Compute;

public sealed class ComputeMemoryTests
{
    private readonly World _world = new();

    // As with a root whose disk was not mounted: its containers come back with it.
    [Fact]
    public async Task Sweep_DockerForgotEverything_KeepsLeasesAndTheirData()
    {
        var (plain, encrypted) = (await _world.SpawnAsync(), await _world.SpawnAsync(Requests.Encrypted("secret")));
        await SweepTwiceAsync();
        var memory = _world.Compute.Forget();

        await SweepTwiceAsync();

        foreach (var lease in new[] { plain, encrypted })
        {
            (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
            _world.Volumes.Find(lease.Vmid!.Value).ShouldNotBeNull();
        }

        _world.LoggedIds.Count(id => id == EventIds.DockerForgot).ShouldBe(1);
        (_world.Health.SilentSince is null, _world.Health.HasForgotten).ShouldBe((false, true));
        _world.Compute.Forget(memory);
        await SweepTwiceAsync();
        (_world.Health.SilentSince is null, _world.Health.HasForgotten).ShouldBe((true, false));
        (await _world.ReadAsync(plain.Id)).ShouldBe(plain);
    }

    // One look without it must not decide over all tenants' data.
    [Fact]
    public async Task Sweep_DockerForgotEverythingAndTheMarkCantBeRead_KeepsLeasesAndTheirData()
    {
        var lease = await _world.SpawnAsync();
        await SweepTwiceAsync();
        _world.Compute.Forget();
        _world.Host.ComputeMark.IsUnreadable = true;

        await SweepTwiceAsync();
        _world.Host.ComputeMark.IsUnreadable = false;
        await SweepTwiceAsync();

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
        _world.Volumes.Find(lease.Vmid!.Value).ShouldNotBeNull();
    }

    // dockerd ends its containers, comes back without its root, and answers what it is asked about their deaths.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Exit_DockerForgotEverything_KeepsTheLeaseAndItsData(bool isReported)
    {
        var lease = await _world.SpawnAsync();
        await SweepTwiceAsync();
        _world.Compute.Forget();

        await (isReported ? _world.Exits.NoteAsync(new ContainerDeath(lease.ContainerId!, lease.Id, 137), World.Token) : _world.Exits.CheckAsync(lease.Id, World.Token));

        (await _world.ReadAsync(lease.Id)).ShouldBe(lease);
        _world.Volumes.Find(lease.Vmid!.Value).ShouldNotBeNull();
    }

    [Fact]
    public async Task KeyCheck_DockerForgotEverything_KeepsTheLease()
    {
        var lease = await _world.SpawnAsync(Requests.Encrypted());
        await SweepTwiceAsync();
        _world.Compute.Reboot();
        _world.Compute.Forget();

        _world.KeyCheck.Begin(lease.Id, World.Token);
        await _world.Work.DrainAsync();

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
    }

    // What was to be started again must not pass for removed either.
    [Fact]
    public async Task Restart_DockerForgotEverything_IsAnOutage()
    {
        var lease = await _world.SpawnAsync();
        await SweepTwiceAsync();
        _world.Compute.Exit(lease.Vmid!.Value, 1);
        await _world.Exits.CheckAsync(lease.Id, World.Token);
        _world.Compute.Forget();
        _world.Time.Advance(TimeSpan.FromSeconds(1));

        await _world.Restarter.RestartDueAsync(_world.Now, World.Token);
        await _world.PassAsync(_world.Work.DrainAsync());

        var waiting = await _world.ReadAsync(lease.Id);
        (waiting.State, waiting.Outage is null).ShouldBe((LeaseState.Active, false));
    }

    // By the next provider as well, whose first look before an admission makes the network.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Spawn_DockerForgotEverything_IsRefused(bool isNextProvider)
    {
        var lease = await _world.SpawnAsync();
        await SweepTwiceAsync();
        _world.Compute.Forget();
        var world = isNextProvider ? new World(host: _world.Host) : _world;
        await (isNextProvider ? Task.CompletedTask : SweepTwiceAsync());

        var refused = await world.SpawnAsync(Requests.Hello("new"));
        await world.Reconciler.SweepOnceAsync(World.Token);

        (refused.State, refused.Code).ShouldBe((LeaseState.Failed, ErrorCodes.BackendUnavailable));
        (await world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
    }

    [Fact]
    public async Task Spawn_DockerRemembersAgain_IsNotRefusedUntilTheNextSweep()
    {
        await _world.SpawnAsync();
        await SweepTwiceAsync();
        var memory = _world.Compute.Forget();
        await SweepTwiceAsync();
        _world.Compute.Forget(memory);

        (await _world.SpawnAsync(Requests.Hello("new"))).State.ShouldBe(LeaseState.Active);
    }

    // The network alone may be pruned and made anew.
    [Fact]
    public async Task Sweep_OneContainerIsThere_IsTheSameDocker()
    {
        var (stays, goes) = (await _world.SpawnAsync(), await _world.SpawnAsync(Requests.Hello("goes")));
        await SweepTwiceAsync();
        var memory = _world.Compute.Forget();
        _world.Compute.Forget(memory with { Network = "another", Containers = [.. memory.Containers.Where(c => c.Key == stays.ContainerId)] });

        await _world.Reconciler.SweepOnceAsync(World.Token);

        (await _world.ReadAsync(goes.Id)).EndReason.ShouldBe(EndReason.ContainerLost);
        (await _world.ReadAsync(stays.Id)).State.ShouldBe(LeaseState.Active);
        _world.Host.ComputeMark.Network.ShouldBe("another");
    }

    [Fact]
    public async Task Sweep_ForgottenLeasesAreReleased_TakesDockerAsItIs()
    {
        var lease = await _world.SpawnAsync();
        await SweepTwiceAsync();
        _world.Compute.Forget();
        await _world.Releaser.ReleaseAsync(lease, null, World.Token);
        await _world.EvictAsync();

        await SweepTwiceAsync();

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Ended);
        _world.Host.ComputeMark.Network.ShouldBe("network-2");
        _world.Health.SilentSince.ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sweep_NetworkUnknownOrNotKept_EndsNobody(bool isSilent)
    {
        var lease = await _world.SpawnAsync();
        _world.Host.ComputeMark.IsBroken = !isSilent;
        await SweepTwiceAsync();
        if (isSilent)
        {
            _world.Compute.Faults.Always("FindNetwork", HostFault.Unanswered);
        }

        (await _world.Reconciler.SweepOnceAsync(World.Token)).ShouldBe(!isSilent);

        (await _world.ReadAsync(lease.Id)).ShouldBe(lease);
    }

    private async Task SweepTwiceAsync()
    {
        await _world.Reconciler.SweepOnceAsync(World.Token);
        await _world.Reconciler.SweepOnceAsync(World.Token);
        await _world.PassAsync(_world.Work.DrainAsync());
    }
}
