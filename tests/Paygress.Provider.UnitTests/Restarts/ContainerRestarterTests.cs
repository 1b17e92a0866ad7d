using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.UnitTests.Restarts;

public sealed class ContainerRestarterTests
{
    private readonly World _world = new();

    [Fact]
    public async Task RestartDueAsync_Due_RunsAgain()
    {
        var lease = await ExitedAsync();

        await RestartAsync();

        var again = await _world.ReadAsync(lease.Id);
        (again.Restarts, again.RestartAt, again.ExitedAt).ShouldBe((1, null, null));
        (again.Outage, again.OutageCredit).ShouldBe((null, TimeSpan.FromSeconds(1)));
        _world.Compute.Find(lease.Vmid!.Value)!.Status.IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task RestartDueAsync_NotDueYet_Waits()
    {
        var lease = await ExitedAsync();

        await _world.Restarter.RestartDueAsync(_world.Time.GetUtcNow(), World.Token);
        await _world.Work.DrainAsync();

        (await _world.ReadAsync(lease.Id)).Restarts.ShouldBe(0);
    }

    [Fact]
    public async Task RestartDueAsync_VolumeIsAnothers_IsNotStarted()
    {
        var lease = await ExitedAsync();
        _world.Volumes.Add(lease.Vmid!.Value, LeaseId.New(_world.Time.GetUtcNow()), isOpen: true);
        var starts = Starts();

        await RestartAsync();

        var failed = await _world.ReadAsync(lease.Id);
        (failed.State, failed.Restarts).ShouldBe((LeaseState.Active, 0));
        failed.RestartAt.ShouldBe(_world.Time.GetUtcNow().AddSeconds(5));
        Starts().ShouldBe(starts);
    }

    [Fact]
    public async Task RestartDueAsync_AfterAReboot_OpensTheVolumeFirst()
    {
        var lease = await ExitedAsync();
        _world.Volumes.CloseAll();

        await RestartAsync();

        (await _world.ReadAsync(lease.Id)).Restarts.ShouldBe(1);
        _world.Volumes.IsOpen(lease.Id, lease.Vmid!.Value).ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RestartDueAsync_StartFails_TriesAgainLater(bool silent)
    {
        var lease = await ExitedAsync();
        _world.Compute.Faults.Next("Start", silent ? HostFault.Unanswered : new HostFault.Refusal(ErrorCodes.BackendError, "no"));

        await RestartAsync();
        (await _world.ReadAsync(lease.Id)).RestartAt.ShouldBe(_world.Time.GetUtcNow().AddSeconds(5));
        _world.Time.Advance(TimeSpan.FromSeconds(5));
        await RestartAsync();

        (await _world.ReadAsync(lease.Id)).Restarts.ShouldBe(1);
    }

    [Fact]
    public async Task RestartDueAsync_DockerSilentAfterAnExit_IsGivenBackSinceTheExit()
    {
        var lease = await ExitedByItselfAsync();
        _world.Compute.Faults.Next("Start", HostFault.Unanswered);

        await RestartAsync();

        (await _world.ReadAsync(lease.Id)).Outage!.Since.ShouldBe(lease.ExitedAt!.Value);
    }

    [Fact]
    public async Task RestartDueAsync_DockerRefusesTheContainer_IsTheTenantsTime()
    {
        var lease = await ExitedByItselfAsync();
        _world.Compute.Faults.Next("Start", new HostFault.Refusal(ErrorCodes.BackendError, "exec: no such file"));

        await RestartAsync();

        (await _world.ReadAsync(lease.Id)).Outage.ShouldBeNull();
    }

    // As where the network's guard is missing.
    [Fact]
    public async Task RestartDueAsync_TheHostIsNotFit_IsGivenBack()
    {
        var lease = await ExitedByItselfAsync();
        _world.Compute.Faults.Next("Start", new HostFault.Refusal(ErrorCodes.BackendUnavailable, "the network is not guarded"));

        await RestartAsync();

        (await _world.ReadAsync(lease.Id)).Outage!.Since.ShouldBe(lease.ExitedAt!.Value);
    }

    [Fact]
    public async Task RestartDueAsync_NewEndCannotBeTakenDown_IsNotTriedAgainAtOnce()
    {
        var lease = await ExitedAsync();
        _world.Ends.Answer = HostResult.Failed<Nothing>(ErrorCodes.BackendError, "the disk is full");

        await RestartAsync();
        (await _world.ReadAsync(lease.Id)).RestartAt.ShouldBe(_world.Now.AddSeconds(5));
        _world.Ends.Answer = HostResult.Done;
        _world.Time.Advance(TimeSpan.FromSeconds(5));
        await RestartAsync();

        var again = await _world.ReadAsync(lease.Id);
        (again.Restarts, again.RestartAt, again.Outage).ShouldBe((1, null, null));
        again.OutageCredit.ShouldBe(TimeSpan.FromSeconds(2), "since the first try it runs, give or take a second");
    }

    // Each try is two events in the books.
    [Fact]
    public async Task RestartDueAsync_FailsForLong_IsTriedLessOften()
    {
        var lease = await ExitedAsync();
        _world.Compute.Faults.Always("Start", new HostFault.Refusal(ErrorCodes.BackendError, "no such file"));
        var tries = 0;
        for (var end = _world.Now.AddMinutes(9); _world.Now < end; tries++)
        {
            await RestartAsync();
            _world.Time.Advance((await _world.ReadAsync(lease.Id)).RestartAt!.Value - _world.Now);
        }

        tries.ShouldBeInRange(20, 50);
    }

    [Fact]
    public async Task RestartDueAsync_SleepIsOwedAndTheEndIsOver_RunsAgain()
    {
        var lease = await ExitedByItselfAsync();
        _world.Time.Advance(TimeSpan.FromHours(3));
        _world.Clock.Suspended = TimeSpan.FromHours(3);

        await RestartAsync();

        _world.Compute.Find(lease.Vmid!.Value)!.Status.IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task RestartDueAsync_VolumeCannotBeOpened_IsGivenBack()
    {
        var lease = await ExitedByItselfAsync();
        _world.Volumes.Faults.Next("Open", HostFault.Unanswered);

        await RestartAsync();

        (await _world.ReadAsync(lease.Id)).Outage.ShouldNotBeNull();
    }

    [Fact]
    public async Task RestartDueAsync_ContainerRemovedMeanwhile_IsLost()
    {
        var lease = await ExitedAsync();
        await _world.Compute.DeleteAsync([lease.ContainerId!], World.Token);

        await RestartAsync();

        var lost = await _world.ReadAsync(lease.Id);
        (lost.State, lost.EndReason).ShouldBe((LeaseState.Evicting, EndReason.ContainerLost));
    }

    [Fact]
    public async Task RestartDueAsync_AddressNotTold_CountsAsStarted()
    {
        var lease = await ExitedAsync();
        _world.Compute.Faults.Next("Inspect", HostFault.Unanswered);

        await RestartAsync();

        (await _world.ReadAsync(lease.Id)).Restarts.ShouldBe(1);
    }

    [Fact]
    public async Task RestartDueAsync_AtTheEnd_DoesNotStart()
    {
        var lease = await ExitedAsync();
        var starts = Starts();
        _world.Time.SetUtcNow(lease.ExpiresAt!.Value);

        await RestartAsync();

        Starts().ShouldBe(starts);
    }

    [Fact]
    public async Task RestartDueAsync_ReleasedMeanwhile_DoesNotStart()
    {
        var lease = await ExitedAsync();
        var starts = Starts();
        var holder = await _world.Locks.AcquireAsync(lease.Id, World.Token);
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await _world.Restarter.RestartDueAsync(_world.Time.GetUtcNow(), World.Token);
        await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.Released(null, _world.Time.GetUtcNow()), World.Token);

        holder.Dispose();
        await _world.Work.DrainAsync();

        Starts().ShouldBe(starts);
    }

    private int Starts() => _world.Compute.Faults.Calls.Count(c => c.Verb == "Start");

    private async Task<Lease> ExitedByItselfAsync()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Exit(lease.Vmid!.Value, 1);
        await _world.Exits.NoteAsync(new ContainerDeath(lease.ContainerId!, lease.Id, 1), World.Token);
        return await _world.ReadAsync(lease.Id);
    }

    private async Task<Lease> ExitedAsync()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Exit(lease.Vmid!.Value, 1);
        await _world.Exits.CheckAsync(lease.Id, World.Token);
        return await _world.ReadAsync(lease.Id);
    }

    private async Task RestartAsync()
    {
        _world.Time.Advance(TimeSpan.FromSeconds(1));
        await _world.Restarter.RestartDueAsync(_world.Time.GetUtcNow(), World.Token);
        await _world.Work.DrainAsync();
    }
}
