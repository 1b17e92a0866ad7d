using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.UnitTests.StoreLoss;

/// <summary>The books and the leases' files are gone, and what they made is still there.</summary>
public sealed class LeaseRebuilderTests
{
    private readonly World _before = new();
    private readonly World _world;

    public LeaseRebuilderTests() => _world = new World(mayRemoveOrphans: false, host: _before.Host);

    [Fact]
    public async Task SweepOnceAsync_RunningLease_IsRebuiltHeldAndRunsOn()
    {
        var lost = await LoseAsync();
        var before = _world.Compute.Find(lost.Vmid!.Value)!.Status;

        await SweepAsync();
        _world.Time.Advance(TimeSpan.FromDays(1));
        await _world.EvictAsync();

        var lease = await _world.ReadAsync(lost.Id);
        (lease.State, lease.Held, lease.ExpiresAt, lease.RequestId).ShouldBe((LeaseState.Active, true, lost.ExpiresAt, lost.RequestId));
        (lease.Ports[0].HostPort, lease.Workload.Tier, lease.Workload.DataPath).ShouldBe((lost.Ports[0].HostPort, lost.Workload.Tier, lost.Workload.DataPath));
        _world.Compute.Find(lost.Vmid.Value)!.Status.ShouldBe(before);
        _world.Ends.Ends.ShouldContainKey(lost.Id);
        Told(EventIds.LeaseRebuilt).ShouldBe(1);
        Told(EventIds.OrphanKept).ShouldBe(0, "its volume is adopted with it");
    }

    [Fact]
    public async Task SweepOnceAsync_Twice_RebuildsOnce()
    {
        await LoseAsync();

        await SweepAsync();
        await SweepAsync();

        Told(EventIds.LeaseRebuilt).ShouldBe(1);
    }

    [Fact]
    public async Task SweepOnceAsync_BooksKnowAll_RebuildsNothing()
    {
        var lost = await LoseAsync();

        await _before.Reconciler.SweepOnceAsync(World.Token);

        (await _world.Books.Leases.FindAsync(lost.Id, World.Token)).ShouldBeNull();
    }

    [Fact]
    public async Task SweepOnceAsync_DockerSilent_ConcludesNothingUntilItAnswers()
    {
        var lost = await LoseAsync();
        _world.Compute.Faults.Next("Describe", HostFault.Unanswered);

        await SweepAsync();
        (await _world.Books.Leases.FindAsync(lost.Id, World.Token)).ShouldBeNull();
        _world.Compute.Find(lost.Vmid!.Value)!.Status.IsRunning.ShouldBeTrue();

        await SweepAsync();
        (await _world.ReadAsync(lost.Id)).Held.ShouldBeTrue();
    }

    [Fact]
    public async Task SweepOnceAsync_FileCannotBeWritten_TriesAgainAndLetsItRun()
    {
        var lost = await LoseAsync();
        _world.Ends.Answer = HostResult.Failed<Nothing>(ErrorCodes.BackendError, "the disk is full");

        await SweepAsync();
        (await _world.Books.Leases.FindAsync(lost.Id, World.Token)).ShouldBeNull();
        _world.Compute.Find(lost.Vmid!.Value)!.Status.IsRunning.ShouldBeTrue();

        _world.Ends.Answer = HostResult.Done;
        await SweepAsync();
        (await _world.ReadAsync(lost.Id)).Held.ShouldBeTrue();
    }

    [Fact]
    public async Task SweepOnceAsync_RequestWasGivenAgain_RebuildsWithoutIt()
    {
        var lost = await LoseAsync();
        var again = _world.Books.Add(Some.Lease(LeaseState.Queued, requestId: lost.RequestId));

        await SweepAsync();

        (await _world.ReadAsync(lost.Id)).RequestId.Value.ShouldBe(lost.Id.ToString());
        (await _world.ReadAsync(again.Id)).RequestId.ShouldBe(lost.RequestId);
    }

    [Fact]
    public async Task SpawnAsync_BeforeTheFirstSweep_TakesNothingThatALostLeaseHolds()
    {
        var lost = await LoseAsync();

        var spawned = await _world.SpawnAsync();

        (await _world.ReadAsync(lost.Id)).Held.ShouldBeTrue();
        spawned.State.ShouldBe(LeaseState.Active);
        (spawned.Vmid == lost.Vmid, spawned.Ports[0].HostPort == lost.Ports[0].HostPort).ShouldBe((false, false));
    }

    [Fact]
    public async Task SpawnAsync_WhileDockerDoesNotDescribe_IsRefused()
    {
        await LoseAsync();
        _world.Compute.Faults.Always("Describe", HostFault.Unanswered);

        (await _world.SpawnAsync()).Code.ShouldBe(ErrorCodes.BackendUnavailable);
    }

    [Fact]
    public async Task SweepOnceAsync_LabelsUnreadable_StopsOnceThenKillsAndKeepsAll()
    {
        var lost = await LoseAsync();
        var container = _world.Compute.Find(lost.Vmid!.Value)!;
        (container.Details, container.IgnoresTerminate) = (new ContainerDetails { Status = container.Status }, true);

        await SweepAsync();
        container.Status.IsRunning.ShouldBeTrue();
        await SweepAsync();
        await SweepAsync();

        container.Status.IsRunning.ShouldBeFalse();
        _world.Compute.Containers.ShouldContain(container);
        _world.Volumes.OccupiedVmids.ShouldContain(lost.Vmid.Value);
        (Told(EventIds.LeaseNotRebuilt), await _world.Books.Leases.FindAsync(lost.Id, World.Token)).ShouldBe((1, null));
    }

    // In older books it is a lease that was over before this one came.
    [Fact]
    public async Task SweepOnceAsync_BooksHaveAnotherOfItsVmid_EndsThatOneWithItsFile()
    {
        var lost = await LoseAsync();
        var stale = _world.Books.Add(Some.Lease(vmid: lost.Vmid!.Value.Value));
        await _world.Ends.PrepareAsync(stale, World.Token);

        await SweepAsync();

        (await _world.ReadAsync(stale.Id)).State.ShouldBe(LeaseState.Ended);
        _world.Ends.Ends.ShouldNotContainKey(stale.Id);
        (await _world.ReadAsync(lost.Id)).Held.ShouldBeTrue();
    }

    [Fact]
    public async Task SweepOnceAsync_BooksHaveAnotherOfItsVmidThatIsHeld_WaitsForIt()
    {
        var lost = await LoseAsync();
        var stale = _world.Books.Add(Some.Lease(LeaseState.Evicting, lost.Vmid!.Value.Value) with { HoldUntil = _world.Now.AddMinutes(1) });

        await SweepAsync();

        (await _world.ReadAsync(stale.Id)).State.ShouldBe(LeaseState.Evicting);
        _world.Ends.Ends.ShouldNotContainKey(lost.Id, "nothing is prepared for a lease that can't be restored yet");
    }

    [Fact]
    public async Task SweepOnceAsync_LeaseIsOverInTheBooks_StopsItsContainer()
    {
        var over = _world.Books.Add(Some.Lease(LeaseState.Ended, 1001));
        var container = _world.Compute.Add(new Vmid(1001), over.Id);

        await SweepAsync();

        container.Status.IsRunning.ShouldBeFalse();
        (await _world.ReadAsync(over.Id)).State.ShouldBe(LeaseState.Ended);
    }

    [Fact]
    public async Task SweepOnceAsync_NameIsNotOfItsVmid_StopsIt()
    {
        var container = _world.Compute.Add(new Vmid(1001), LeaseId.New(Some.Now));
        container.Status = container.Status with { Name = "renamed" };

        await SweepAsync();

        (container.Status.IsRunning, Told(EventIds.LeaseNotRebuilt)).ShouldBe((false, 1));
    }

    [Theory]
    [InlineData(ContainerState.Exited)]
    [InlineData(ContainerState.Created)]
    public async Task SweepOnceAsync_DoesNotRun_IsKeptAndToldOnce(ContainerState state)
    {
        var container = _world.Compute.Add(new Vmid(1001), LeaseId.New(Some.Now), state, createdAt: Some.Now.AddHours(-1));

        await SweepAsync();
        await SweepAsync();

        _world.Compute.Containers.ShouldContain(container);
        (await _world.Books.Leases.ListAsync([], World.Token)).ShouldBeEmpty();
        Told(EventIds.OrphanKept).ShouldBe(1);
    }

    [Fact]
    public async Task SweepOnceAsync_NotOurs_IsNotTouched()
    {
        var foreign = _world.Compute.Add(new Vmid(1001));

        await SweepAsync();

        (foreign.Status.IsRunning, _world.LoggedIds.Length).ShouldBe((true, 0));
    }

    [Fact]
    public async Task AuditAsync_HeldLease_IsFoundWithWhatToDo()
    {
        var lost = await LoseAsync();
        await SweepAsync();

        var finding = (await _world.Reconciler.AuditAsync(World.Token)).ShouldBeOfType<HostResult<AuditReport>.Done>().Value.Findings.ShouldHaveSingleItem();

        (finding.Kind, finding.LeaseId, finding.Remedy).ShouldBe(("lease", lost.Id, $"paygress-provider confirm {lost.Vmid} [--for DURATION]"));
    }

    [Fact]
    public async Task ReleaseAsync_HeldLease_RemovesItsVolumeToo()
    {
        var lost = await LoseAsync();
        await SweepAsync();

        await _world.Releaser.ReleaseAsync(await _world.ReadAsync(lost.Id), null, World.Token);
        await _world.EvictAsync();

        (await _world.ReadAsync(lost.Id)).State.ShouldBe(LeaseState.Ended);
        (_world.Compute.Containers.IsEmpty, _world.Volumes.OccupiedVmids.IsEmpty, _world.Ends.Ends.Count).ShouldBe((true, true, 0));
    }

    private async Task<Lease> LoseAsync()
    {
        var lease = await _before.SpawnAsync();
        _world.Books.Lose();
        _world.Ends.Lose();
        return lease;
    }

    private async Task SweepAsync() => (await _world.Reconciler.SweepOnceAsync(World.Token)).ShouldBeTrue();

    private int Told(int eventId) => _world.LoggedIds.Count(id => id == eventId);
}
