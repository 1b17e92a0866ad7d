using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Trials;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.UnitTests.Heartbeats;

public sealed class HeartbeatComposerTests
{
    private readonly World _world = new();

    [Fact]
    public async Task ComposeAsync_SomeLeases_TellsWhatIs()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Books.Add(Some.Lease(LeaseState.Queued));
        await _world.Books.Drain.SetAsync(true, World.Token);
        _world.Time.Advance(TimeSpan.FromSeconds(5));

        var beat = (await ComposeAsync()).ShouldNotBeNull();

        (beat.Provider, beat.Build, beat.Draining).ShouldBe(("node-1", "1.0", true));
        (beat.At, beat.Uptime, beat.NextExpiry).ShouldBe((Some.Now.AddSeconds(5), TimeSpan.FromSeconds(5), lease.ExpiresAt));
        beat.Leases.ShouldBe(new LeaseCounts(1, 0, 1, 0, 0));
        beat.Available.CpuMillicores.ShouldBe(7200 - 1000);
        beat.Node.ShouldBe(_world.Meter.Node);
    }

    // Cores and memory are left, and every request would be refused.
    [Fact]
    public async Task ComposeAsync_AsManyLeasesAsMay_OffersNothing()
    {
        await _world.RunLeaseAsync();

        (await HeartbeatComposers.Of(_world, maxLeases: 1).ComposeAsync(World.Token)).ShouldNotBeNull().Available.ShouldBe(Capacity.None);
        (await HeartbeatComposers.Of(_world, maxLeases: 2).ComposeAsync(World.Token)).ShouldNotBeNull().Available.ShouldNotBe(Capacity.None);
    }

    [Fact]
    public async Task ComposeAsync_DockerSilent_TellsAllTheSame()
    {
        _world.Compute.Faults.Always(FaultScript.AnyVerb, HostFault.Unanswered);

        (await ComposeAsync()).ShouldNotBeNull().NextExpiry.ShouldBeNull();

        _world.Compute.Faults.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task ComposeAsync_DockerGaveNoAnswerToTheSweep_SaysSinceWhen()
    {
        _world.Compute.Faults.Always(FaultScript.AnyVerb, HostFault.Unanswered);
        await _world.Reconciler.SweepOnceAsync(World.Token);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.Reconciler.SweepOnceAsync(World.Token);
        (await ComposeAsync()).ShouldNotBeNull().DockerSilentSince.ShouldBe(Some.Now);

        _world.Compute.Faults.Clear();
        await _world.Reconciler.SweepOnceAsync(World.Token);

        (await ComposeAsync()).ShouldNotBeNull().DockerSilentSince.ShouldBeNull();
    }

    [Fact]
    public async Task ComposeAsync_HostCantEncrypt_DoesNotOfferIt()
    {
        _world.Support.Obstacles[HostCapability.EncryptedVolumes] = "dm_crypt is not loaded";

        (await ComposeAsync()).ShouldNotBeNull().Capabilities.ShouldBe([HostCapability.Leases, HostCapability.DataVolumes]);
    }

    [Fact]
    public async Task ComposeAsync_LimitsWereTried_SaysWhatWasSeen()
    {
        (await ComposeAsync()).ShouldNotBeNull().Trial.ShouldBeNull();
        var report = new TrialReport(Some.Now, "1.0", []);

        await _world.Trials.WriteAsync(report, World.Token);

        (await ComposeAsync()).ShouldNotBeNull().Trial.ShouldBe(report);
    }

    [Fact]
    public async Task ComposeAsync_MachineNotMeasured_GuessesNothing()
    {
        _world.Meter.Node = null;

        (await ComposeAsync()).ShouldBeNull();
    }

    private Task<Heartbeat?> ComposeAsync() => HeartbeatComposers.Of(_world).ComposeAsync(World.Token);
}
