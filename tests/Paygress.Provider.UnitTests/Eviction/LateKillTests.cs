using Microsoft.Data.Sqlite;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Hosts;
using Paygress.Provider.UnitTests.Faults;

namespace Paygress.Provider.UnitTests.Eviction;

/// <summary>Tenants are dead soon after their end, whatever docker and the disk do.</summary>
public sealed class LateKillTests
{
    private static readonly DateTimeOffset End = Some.Now.AddMinutes(10);

    // The default grace and what docker is given beyond it.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2) + LateKill.Patience;

    private readonly World _world = new();

    [Fact]
    public async Task EvictAsync_DockerSilent_KillsThroughTheControlGroupAndStaysInTheBooks()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Faults.Always(FaultScript.AnyVerb, HostFault.Unanswered);
        _world.Time.SetUtcNow(End);

        await _world.EvictAsync();

        _world.Compute.Find(lease.Vmid!.Value)!.Status.FinishedAt.ShouldNotBeNull().ShouldBeInRange(End + Bound, End + Bound + TimeSpan.FromMilliseconds(50));
        var evicting = await _world.ReadAsync(lease.Id);
        (evicting.State, evicting.LastError).ShouldBe((LeaseState.Evicting, "docker does not answer"));
        _world.LoggedIds.ShouldContain(EventIds.TenantKilled);
    }

    [Fact]
    public async Task EvictAsync_DockerAnswersAgain_TheBooksSettle()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Faults.Always(FaultScript.AnyVerb, HostFault.Unanswered);
        _world.Time.SetUtcNow(End);
        await _world.EvictAsync();

        _world.Compute.Faults.Clear();
        _world.Time.Advance(TimeSpan.FromSeconds(60));
        await _world.EvictAsync();

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Ended);
        _world.Compute.Containers.ShouldBeEmpty();
    }

    [Fact]
    public async Task EvictAsync_ReleasedWhileDockerIsSilent_IsKilledToo()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Faults.Always(FaultScript.AnyVerb, HostFault.Unanswered);
        await _world.Releaser.ReleaseAsync(lease, null, World.Token);

        await _world.EvictAsync();

        _world.Compute.Find(lease.Vmid!.Value)!.Status.IsRunning.ShouldBeFalse();
    }

    [Fact]
    public async Task EvictAsync_DockerDoesItsPart_KillsNothingItself()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Find(lease.Vmid!.Value)!.IgnoresTerminate = true;
        _world.Time.SetUtcNow(End);

        await _world.EvictAsync();

        _world.Processes.Asked.ShouldBeEmpty();
        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Ended);
    }

    [Fact]
    public async Task EvictAsync_LookOutlastsTheGracesAndTheBooksNameNoContainer_KillsIt()
    {
        var lease = _world.Books.Add(Some.Lease(LeaseState.Evicting) with { ContainerId = null });
        _world.Compute.Add(lease.Vmid!.Value, lease.Id);
        var look = _world.Compute.Faults.Hold("ListOurs");

        await _world.LeaseCleanup.EvictDueAsync(_world.Time.GetUtcNow(), World.Token);
        await World.UntilAsync(() => _world.Compute.Faults.Calls.Any(c => c.Verb == "ListOurs"));
        _world.Time.Advance(TimeSpan.FromSeconds(10));
        look.Dispose();
        await _world.PassAsync(_world.Work.DrainAsync());

        _world.Compute.Find(lease.Vmid!.Value)?.Status.IsRunning.ShouldBeFalse();
        (await _world.ReadAsync(lease.Id)).LastError.ShouldNotBe("the container does not die");
    }

    // Its start took effect, its answer did not come, and nothing else of docker's does.
    [Fact]
    public async Task EvictAsync_DockerSilentSinceTheStart_KillsWhatWasStarted()
    {
        _world.Compute.Faults.Next("Start", HostFault.ReplyLost);
        var lease = await _world.SpawnAsync();
        (lease.State, _world.Compute.Find(lease.Vmid!.Value)!.Status.IsRunning).ShouldBe((LeaseState.Evicting, true));
        _world.Compute.Faults.Always(FaultScript.AnyVerb, HostFault.Unanswered);

        await _world.EvictAsync();

        _world.Compute.Find(lease.Vmid!.Value)!.Status.IsRunning.ShouldBeFalse();
    }

    [Fact]
    public async Task EvictAsync_ReleasedDuringTheStartAndDockerSilentSince_KillsWhatWasStarted()
    {
        var lease = await _world.SubmitAsync(Requests.Hello());
        var start = _world.Compute.Faults.Hold("Start");
        await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await World.UntilAsync(() => _world.Compute.Faults.Calls.Any(c => c.Verb == "Start"));
        await _world.Releaser.ReleaseAsync(await _world.ReadAsync(lease.Id), null, World.Token);
        start.Dispose();
        await _world.Work.DrainAsync();
        var vmid = (await _world.ReadAsync(lease.Id)).Vmid!.Value;
        _world.Compute.Find(vmid)!.Status.IsRunning.ShouldBeTrue();
        _world.Compute.Faults.Always(FaultScript.AnyVerb, HostFault.Unanswered);

        await _world.EvictAsync();

        _world.Compute.Find(vmid)!.Status.IsRunning.ShouldBeFalse();
        _world.LoggedIds.ShouldNotContain(EventIds.LeaseProvisionFailed);
    }

    // As with another engine at the client's address: what it does not list may live on.
    [Fact]
    public async Task EvictAsync_DockerDoesNotListTheContainer_KillsItBeforeTheLeaseIsOver()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Forget();
        _world.Processes.Answer = HostResult.Failed<int>(ErrorCodes.BackendError, "they do not die");
        _world.Time.SetUtcNow(End);

        await _world.EvictAsync();
        var (evicting, ends) = (await _world.ReadAsync(lease.Id), _world.Ends.Ends.Count);
        (evicting.State, evicting.LastError, ends).ShouldBe((LeaseState.Evicting, "they do not die", 1));
        _world.Volumes.Find(lease.Vmid!.Value).ShouldNotBeNull();

        _world.Processes.Answer = HostResult.Of(2);
        _world.Time.Advance(TimeSpan.FromSeconds(60));
        await _world.EvictAsync();
        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Ended);
        _world.LoggedIds.ShouldContain(EventIds.TenantKilled);
    }

    [Fact]
    public async Task EvictAsync_NeitherWayKills_IsAnErrorAndTriedAgain()
    {
        var lease = await _world.RunLeaseAsync();
        _world.Compute.Faults.Always(FaultScript.AnyVerb, HostFault.Unanswered);
        _world.Processes.Answer = HostResult.Failed<int>(ErrorCodes.BackendError, "stuck");
        _world.Time.SetUtcNow(End);

        await _world.EvictAsync();

        _world.LoggedIds.ShouldContain(EventIds.TenantNotKilled);
        (await _world.ReadAsync(lease.Id)).NextEvictionAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task KillAsync_OneDoesNotDie_DelaysNobody()
    {
        var began = _world.Time.GetTimestamp();
        var stuck = await _world.RunLeaseAsync();
        var other = await _world.RunLeaseAsync(1001);
        _world.Time.Advance(Bound);
        _world.Processes.Stuck = stuck.ContainerId;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(World.Token);

        var killing = _world.Late.KillAsync([stuck, other], began, stop.Token);

        _world.Compute.Find(other.Vmid!.Value)!.Status.IsRunning.ShouldBeFalse();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => killing);
    }

    [Fact]
    public async Task ExpireDueAsync_BooksCannotBeWritten_StopsTheContainersAllTheSame()
    {
        var gate = new FaultGate();
        var broken = new World(faults: gate);
        var lease = await broken.SpawnAsync();
        broken.Time.SetUtcNow(lease.ExpiresAt!.Value);
        gate.Arm((new FaultPoint("LeaseStore.Apply(Expired)", 1, MayBeSilent: false), FaultKind.Error));

        await Should.ThrowAsync<SqliteException>(() => broken.LeaseCleanup.ExpireDueAsync(broken.Time.GetUtcNow(), World.Token));
        await broken.PassAsync(broken.Work.DrainAsync());

        broken.Compute.Find(lease.Vmid!.Value)!.Status.IsRunning.ShouldBeFalse();
        (await broken.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
        broken.LoggedIds.ShouldContain(EventIds.LeaseExpiredUnbooked);

        await broken.EvictAsync();
        (await broken.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Ended);
    }

    [Fact]
    public async Task ExpireDueAsync_BooksCannotBeWrittenAndDockerDoesNotListen_StopsAgain()
    {
        var (broken, gate) = MakeBroken();
        var lease = await broken.SpawnAsync();
        broken.Time.SetUtcNow(lease.ExpiresAt!.Value);
        broken.Compute.Faults.Next("Signal", HostFault.Unanswered);
        broken.Processes.Answer = HostResult.Failed<int>(ErrorCodes.BackendError, "they do not die");
        gate.Break("LeaseStore.Apply(Expired)");

        await ExpireAsync(broken);
        broken.Compute.Find(lease.Vmid!.Value)!.Status.IsRunning.ShouldBeTrue();
        broken.Processes.Answer = null;
        await ExpireAsync(broken);

        broken.Compute.Find(lease.Vmid!.Value)!.Status.IsRunning.ShouldBeFalse();
        broken.LoggedIds.Count(id => id == EventIds.LeaseExpiredUnbooked).ShouldBe(1);
    }

    [Fact]
    public async Task ExpireDueAsync_SleepCannotBeWrittenDown_StopsWhoIsOverAllTheSame()
    {
        var (broken, gate) = MakeBroken();
        broken.Leases.MaxOutageCredit = TimeSpan.FromHours(1);
        var lease = await broken.SpawnAsync();
        gate.Break("LeaseStore.Apply(OutageBegan)", "LeaseStore.Apply(Expired)");
        broken.Time.SetUtcNow(lease.ExpiresAt!.Value.AddHours(1));
        broken.Clock.Suspended = TimeSpan.FromHours(2);

        await ExpireAsync(broken);

        broken.Compute.Find(lease.Vmid!.Value)!.Status.IsRunning.ShouldBeFalse();
    }

    [Fact]
    public async Task ExpireDueAsync_SleepCannotBeWrittenDown_IsOwedAllTheSame()
    {
        var (broken, gate) = MakeBroken();
        var lease = await broken.SpawnAsync();
        gate.Break("LeaseStore.Apply(OutageBegan)", "LeaseStore.Apply(Expired)");
        broken.Time.SetUtcNow(lease.ExpiresAt!.Value.AddMinutes(5));
        broken.Clock.Suspended = TimeSpan.FromMinutes(6);

        await ExpireAsync(broken);
        broken.Compute.Find(lease.Vmid!.Value)!.Status.IsRunning.ShouldBeTrue();
        gate.Break();
        (await broken.LeaseCleanup.ExpireDueAsync(broken.Time.GetUtcNow(), World.Token)).ShouldBeEmpty();

        (await broken.ReadAsync(lease.Id)).ExpiresAt.ShouldBe(lease.ExpiresAt + TimeSpan.FromMinutes(6));
    }

    private static (World World, FaultGate Gate) MakeBroken()
    {
        var gate = new FaultGate();
        return (new World(faults: gate), gate);
    }

    private static async Task ExpireAsync(World broken)
    {
        await Should.ThrowAsync<SqliteException>(() => broken.LeaseCleanup.ExpireDueAsync(broken.Time.GetUtcNow(), World.Token));
        await broken.PassAsync(broken.Work.DrainAsync());
    }
}
