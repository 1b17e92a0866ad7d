using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Restarts;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.UnitTests.Restarts;

public sealed class ContainerExitsTests
{
    private readonly World _world = new();

    [Fact]
    public async Task NoteAsync_Failed_IsToBeStartedAgain()
    {
        var lease = await ExitAsync(1);

        var exited = await _world.ReadAsync(lease.Id);

        (exited.State, exited.RestartAt).ShouldBe((LeaseState.Active, Some.Now.AddSeconds(1)));
        exited.ExpiresAt.ShouldBe(lease.ExpiresAt);
    }

    [Fact]
    public async Task SettleBelievedAsync_ExitZero_IsBelievedAfterTwentySecondsOnly()
    {
        var lease = await ExitAsync(0);
        _world.Time.Advance(ContainerExits.BeliefTime - TimeSpan.FromMilliseconds(1));
        await _world.Exits.SettleBelievedAsync(World.Token);
        await _world.Exits.CheckAsync(lease.Id, World.Token);
        (await _world.ReadAsync(lease.Id)).ShouldBe(lease);

        _world.Time.Advance(TimeSpan.FromMilliseconds(1));
        await _world.Exits.SettleBelievedAsync(World.Token);

        var done = await _world.ReadAsync(lease.Id);
        (done.State, done.Completed, done.RestartAt).ShouldBe((LeaseState.Active, true, null));
    }

    // Believed, it would be called done, or started again, while it runs.
    [Fact]
    public async Task CheckAsync_StateThatIsNotKnown_ConcludesNothing()
    {
        var lease = await _world.RunLeaseAsync();
        var container = _world.Compute.Find(lease.Vmid!.Value)!;
        container.Status = container.Status with { State = ContainerState.Unknown };

        await _world.Exits.CheckAsync(lease.Id, World.Token);

        (await _world.ReadAsync(lease.Id)).ShouldBe(lease);
    }

    [Theory]
    [InlineData(19, true)]
    [InlineData(20, false)]
    public async Task DistrustAsync_ExitWithFailureJustBefore_IsDockersAndGivenBack(int seconds, bool isOutage)
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Exit(lease.Vmid!.Value, 143);
        await _world.Exits.NoteAsync(new ContainerDeath(lease.ContainerId!, lease.Id, 143), World.Token);
        _world.Time.Advance(TimeSpan.FromSeconds(seconds));

        await _world.Exits.DistrustAsync(World.Token);

        (await _world.ReadAsync(lease.Id)).Outage.ShouldBe(isOutage ? new Outage(Some.Now, _world.Leases.MaxOutageCredit) : null);
    }

    [Fact]
    public async Task DistrustAsync_OutageCannotBeTakenDown_IsGivenBackWhenItCan()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Exit(lease.Vmid!.Value, 143);
        await _world.Exits.NoteAsync(new ContainerDeath(lease.ContainerId!, lease.Id, 143), World.Token);
        _world.Ends.Answer = HostResult.Failed<Nothing>(ErrorCodes.BackendError, "the disk is full");
        await _world.Exits.DistrustAsync(World.Token);
        (await _world.ReadAsync(lease.Id)).Outage.ShouldBeNull();

        _world.Ends.Answer = HostResult.Done;
        await _world.Exits.SettleBelievedAsync(World.Token);

        (await _world.ReadAsync(lease.Id)).Outage.ShouldBe(new Outage(Some.Now, _world.Leases.MaxOutageCredit));
    }

    [Fact]
    public async Task DistrustAsync_ExitWithFailureAndRunningAgain_IsNoOutage()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Exit(lease.Vmid!.Value, 1);
        await _world.Exits.NoteAsync(new ContainerDeath(lease.ContainerId!, lease.Id, 1), World.Token);
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await _world.Restarter.RestartDueAsync(_world.Now, World.Token);
        await _world.Work.DrainAsync();

        await _world.Exits.DistrustAsync(World.Token);

        (await _world.ReadAsync(lease.Id)).Outage.ShouldBeNull();
    }

    [Fact]
    public async Task DistrustAsync_ExitZeroInDoubt_IsStartedAgainBySweep()
    {
        var lease = await ExitAsync(0);

        await _world.Exits.DistrustAsync(World.Token);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.Exits.SettleBelievedAsync(World.Token);
        (await _world.ReadAsync(lease.Id)).ShouldBe(lease);
        await _world.Exits.CheckAsync(lease.Id, World.Token);

        (await _world.ReadAsync(lease.Id)).RestartAt.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(143)]
    public async Task NoteAsync_PolicyNever_BelievesNoExitBeforeItsTime(int exitCode)
    {
        _world.Leases.RestartPolicy = RestartPolicy.Never;
        var lease = await ExitAsync(exitCode);

        (await _world.ReadAsync(lease.Id)).ShouldBe(lease);
        _world.Time.Advance(ContainerExits.BeliefTime);
        await _world.Exits.SettleBelievedAsync(World.Token);

        (await _world.ReadAsync(lease.Id)).Completed.ShouldBeTrue();
    }

    [Fact]
    public async Task NoteAsync_PolicyAlways_NeedsNoBelief()
    {
        _world.Leases.RestartPolicy = RestartPolicy.Always;

        var lease = await ExitAsync(0);

        (await _world.ReadAsync(lease.Id)).RestartAt.ShouldBe(Some.Now.AddSeconds(1));
    }

    [Fact]
    public async Task NoteAsync_LeaseBeingEvicted_WaitsForNothing()
    {
        var lease = await _world.RunLeaseAsync();
        await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.Released(null, Some.Now), World.Token);
        using var eviction = await _world.Locks.AcquireAsync(lease.Id, World.Token);

        var noted = _world.Exits.NoteAsync(new ContainerDeath(lease.ContainerId!, lease.Id, 143), World.Token);

        noted.IsCompleted.ShouldBeTrue();
        await noted;
    }

    [Fact]
    public async Task NoteAsync_DiedWhileItsStartWasWrittenDown_IsNotLost()
    {
        var lease = _world.Books.Add(Some.Lease(LeaseState.Provisioning));
        var building = await _world.Locks.AcquireAsync(lease.Id, World.Token);
        var noted = _world.Exits.NoteAsync(new ContainerDeath("c", lease.Id, 1), World.Token);

        await _world.Builder.BuildAsync(lease.Id, World.Token);
        _world.Compute.Exit(lease.Vmid!.Value, 1);
        building.Dispose();
        await noted;

        (await _world.ReadAsync(lease.Id)).RestartAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task CheckAsync_Running_ChangesNothing()
    {
        var lease = await _world.RunLeaseAsync();

        await _world.Exits.CheckAsync(lease.Id, World.Token);

        (await _world.ReadAsync(lease.Id)).ShouldBe(lease);
    }

    [Fact]
    public async Task CheckAsync_DockerSilent_ConcludesNothing()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Remove(lease.Vmid!.Value);
        _world.Compute.Faults.Always("Inspect", HostFault.Unanswered);

        await _world.Exits.CheckAsync(lease.Id, World.Token);

        (await _world.ReadAsync(lease.Id)).ShouldBe(lease);
    }

    [Fact]
    public async Task CheckAsync_RemovedBySomebody_IsLost()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Remove(lease.Vmid!.Value);

        await _world.Exits.CheckAsync(lease.Id, World.Token);

        var lost = await _world.ReadAsync(lease.Id);
        (lost.State, lost.EndReason).ShouldBe((LeaseState.Evicting, EndReason.ContainerLost));
    }

    [Fact]
    public async Task CheckAsync_AfterAReboot_IsStartedAgainWithoutGrudge()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Reboot();

        await _world.Exits.CheckAsync(lease.Id, World.Token);

        (await _world.ReadAsync(lease.Id)).RestartAt.ShouldBe(Some.Now.AddSeconds(1));
    }

    [Fact]
    public async Task CheckAsync_StoppedByTheHost_IsGivenBackSinceItWasStopped()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Clock.Skew = TimeSpan.FromHours(1);
        _world.Compute.Exit(lease.Vmid!.Value, 143);
        _world.Time.Advance(TimeSpan.FromSeconds(30));

        await _world.Exits.CheckAsync(lease.Id, World.Token);

        // Docker dated it by the wall clock.
        (await _world.ReadAsync(lease.Id)).Outage!.Since.ShouldBe(Some.Now);
    }

    [Fact]
    public async Task CheckAsync_OutOfMemory_IsNoOutage()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Exit(lease.Vmid!.Value, 137, oomKilled: true);

        await _world.Exits.CheckAsync(lease.Id, World.Token);

        (await _world.ReadAsync(lease.Id)).Outage.ShouldBeNull();
    }

    [Fact]
    public async Task NoteAsync_ExitByItself_IsNoOutage()
    {
        var lease = await ExitAsync(1);

        (await _world.ReadAsync(lease.Id)).Outage.ShouldBeNull();
    }

    [Fact]
    public async Task CheckAsync_RunsAgainInAnOutage_EndsIt()
    {
        var lease = await _world.RunLeaseAsync();
        await _world.Outages.BeginAsync(lease.Id, Some.Now, World.Token);
        _world.Time.Advance(TimeSpan.FromSeconds(30));

        await _world.Reconciler.SweepOnceAsync(World.Token);

        var after = await _world.ReadAsync(lease.Id);
        (after.Outage, after.OutageCredit).ShouldBe((null, TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task SettleBelievedAsync_DockerWasSilent_IsStillTheTenantsOwn(int exitCode)
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Exit(lease.Vmid!.Value, exitCode);
        _world.Compute.Faults.Always("Inspect", HostFault.Unanswered);
        await _world.Exits.NoteAsync(new ContainerDeath(lease.ContainerId!, lease.Id, exitCode), World.Token);
        _world.Time.Advance(ContainerExits.BeliefTime);
        await _world.Exits.SettleBelievedAsync(World.Token);

        _world.Compute.Faults.Clear();
        await _world.Exits.CheckAsync(lease.Id, World.Token);
        await _world.Exits.SettleBelievedAsync(World.Token);

        var settled = await _world.ReadAsync(lease.Id);
        (settled.Completed, settled.RestartAt is not null, settled.Outage).ShouldBe((exitCode == 0, exitCode != 0, null));
    }

    [Fact]
    public async Task CheckAsync_OutageCannotBeTakenDown_ConcludesNothingYet()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Exit(lease.Vmid!.Value, 143);
        _world.Ends.Answer = HostResult.Failed<Nothing>(ErrorCodes.BackendError, "the disk is full");
        await _world.Exits.CheckAsync(lease.Id, World.Token);
        (await _world.ReadAsync(lease.Id)).ShouldBe(lease);

        _world.Time.Advance(TimeSpan.FromMinutes(1));
        _world.Ends.Answer = HostResult.Done;
        await _world.Exits.CheckAsync(lease.Id, World.Token);

        var exited = await _world.ReadAsync(lease.Id);
        (exited.Outage!.Since, exited.RestartAt).ShouldBe((Some.Now, Some.Now.AddSeconds(61)));
    }

    private async Task<Lease> ExitAsync(int exitCode)
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Exit(lease.Vmid!.Value, exitCode);
        await _world.Exits.NoteAsync(new ContainerDeath(lease.ContainerId!, lease.Id, exitCode), World.Token);
        return lease;
    }
}
