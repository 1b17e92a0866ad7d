using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.UnitTests.Model;

/// <summary>Takes steps on the rules and on the model side by side, and compares after each.</summary>
internal sealed class ModelRun
{
    private const int Rounds = 60;
    private const long Hour = 3600;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(20);
    private static readonly Vmid ForeignVmid = new(1005);

    private readonly FakeHost _host = new();
    private readonly SortedDictionary<int, ExpectedLease> _expected = [];

    // Asked for, and not begun yet: the next start loses the key, or finds that it waited too long.
    private readonly HashSet<LeaseId> _cutShort = [];
    private World _world;

    // The last sign of life, by the provider's time and as the wall clock showed it.
    private (DateTimeOffset At, DateTimeOffset Wall) _sign;

    // How far the provider's time is ahead of true time, since this provider began.
    private TimeSpan _ahead;

    private ModelRun() => _world = new World(host: _host);

    private DateTimeOffset Now => _world.Now;

    /// <summary>Takes these steps; throws where the rules break a promise.</summary>
    public static async Task ReplayAsync(params Step[] steps)
    {
        var run = new ModelRun();
        run._host.Compute.Add(ForeignVmid);
        await run.StartAsync(run.Now);
        for (var i = 0; i < steps.Length; i++)
        {
            await run.TakeAsync(steps[i], isCutShort: i + 1 < steps.Length && steps[i + 1].IsAbrupt);
        }

        await run.FinishAsync();
    }

    private async Task TakeAsync(Step step, bool isCutShort)
    {
        await ApplyAsync(step, isCutShort);
        if (!isCutShort)
        {
            await SettleAsync();
            await CompareAsync();
        }
    }

    private Task ApplyAsync(Step step, bool isCutShort) => step switch
    {
        Step.Spawn s => SpawnAsync(s, isCutShort),
        Step.Extend { Tenant: var t, Number: var n } => OfTenantAsync(t, l => ExtendAsync(l, n)),
        Step.Release { Tenant: var t } => OfTenantAsync(t, ReleaseAsync),
        Step.Unlock { Tenant: var t } => OfTenantAsync(t, UnlockAsync),
        Step.Exit { Tenant: var t, Code: var c } => OfTenantAsync(t, l => ExitAsync(l, c, isCutShort)),
        Step.Remove { Tenant: var t } => OfTenantAsync(t, RemoveAsync),
        Step.Pass { Minutes: var m } => PassAsync(TimeSpan.FromMinutes(m)),
        Step.EngineRestart { Reported: var r } => RestartEngineAsync(r),
        Step.Reboot s => RebootAsync(s),
        Step.SetClock { Hours: var h } => SetClockAsync(h),
        _ => StartAsync(Now),
    };

    private Task OfTenantAsync(int tenant, Func<ExpectedLease, Task> act) => _expected.TryGetValue(tenant, out var lease) ? act(lease) : Task.CompletedTask;

    private async Task SpawnAsync(Step.Spawn step, bool isCutShort)
    {
        var name = $"tenant-{step.Tenant}";
        if (_expected.TryGetValue(step.Tenant, out var known))
        {
            var again = known.IsEncrypted ? Requests.Encrypted(name) : Requests.Hello(name);
            (await _world.Intake.SubmitAsync(again, World.Token)).ShouldBeOfType<SpawnOutcome.Known>().Lease.Id.ShouldBe(known.Id);
            return;
        }

        var request = step.Encrypted ? Requests.Encrypted(name) : Requests.Hello(name);
        var lease = await _world.SubmitAsync(request);
        _expected[step.Tenant] = new ExpectedLease(lease.Id, step.Encrypted, Now, TimeSpan.FromSeconds(request.DurationSeconds!.Value));
        if (isCutShort)
        {
            _cutShort.Add(lease.Id);
        }
    }

    private async Task ExtendAsync(ExpectedLease lease, int number)
    {
        if (await _world.Extender.ExtendAsync(lease.Id, $"extension-{number}", Hour, World.Token) is ExtendOutcome.Extended)
        {
            lease.Extend(number);
        }
        else
        {
            await MayBeRefusedAsync(lease);
        }
    }

    private async Task MayBeRefusedAsync(ExpectedLease lease)
    {
        var real = await _world.ReadAsync(lease.Id);
        (lease.IsOver || real.StartedAt is null || Now >= real.StartedAt + lease.Duration).ShouldBeTrue("a live lease was not extended");
    }

    private async Task ReleaseAsync(ExpectedLease lease)
    {
        await _world.Releaser.ReleaseAsync(await _world.ReadAsync(lease.Id), "enough", World.Token);
        lease.End(EndReason.Released);
    }

    private async Task UnlockAsync(ExpectedLease lease)
    {
        using var key = new VolumeKey(Requests.Key);
        if (await PassedAsync(_world.Unlocker.UnlockAsync(lease.Id, key, World.Token)) is UnlockOutcome.Unlocked)
        {
            lease.Unlock();
        }
    }

    private async Task<T> PassedAsync<T>(Task<T> task)
    {
        await _world.PassAsync(task);
        return await task;
    }

    private async Task ExitAsync(ExpectedLease lease, int code, bool isCutShort)
    {
        if (await FindRunningAsync(lease) is { } container)
        {
            _host.Compute.Exit(container.Vmid!.Value, code); // found by it
            await _world.Exits.NoteAsync(new ContainerDeath(container.Id, lease.Id, code), World.Token);
            if (code == 0)
            {
                lease.Finish();
            }

            if (isCutShort)
            {
                lease.Credit.SeemDown(Now);
            }
        }
    }

    private async Task RemoveAsync(ExpectedLease lease)
    {
        if (await FindRunningAsync(lease) is { } container)
        {
            _host.Compute.Remove(container.Vmid!.Value); // found by it
            lease.End(EndReason.ContainerLost);
        }
    }

    private async Task<ContainerStatus?> FindRunningAsync(ExpectedLease lease) =>
        await _world.ReadAsync(lease.Id) is { State: LeaseState.Active, Vmid: { } vmid } && _host.Compute.Find(vmid)?.Status is { IsRunning: true } container ? container : null;

    // In small steps, each with a sign of life, as the loops do.
    private async Task PassAsync(TimeSpan time)
    {
        for (var until = Now + time; Now < until;)
        {
            _host.Time.Advance(Round);
            await TurnAllAsync();
        }
    }

    private async Task RestartEngineAsync(bool isReported)
    {
        foreach (var container in _host.Compute.Containers.Select(c => c.Status).Where(c => c is { IsRunning: true, IsOurs: true, LeaseId: not null }))
        {
            _host.Compute.Exit(container.Vmid!.Value, 143); // ours have one
            _expected.Values.Single(l => l.Id == container.LeaseId).Credit.GoDown(Now);
            if (isReported)
            {
                await _world.Exits.NoteAsync(new ContainerDeath(container.Id, container.LeaseId!.Value, 143), World.Token);
            }
        }

        await _world.Exits.DistrustAsync(World.Token);
    }

    private async Task RebootAsync(Step.Reboot step)
    {
        foreach (var lease in _expected.Values)
        {
            lease.Reboot();
            if (await _world.ReadAsync(lease.Id) is { State: LeaseState.Active, Completed: false } real && _sign.At < real.ExpiresAt)
            {
                lease.Credit.GoDown(real.StartedAt > _sign.At ? real.StartedAt.Value : _sign.At);
            }
        }

        _host.Compute.Reboot();
        _host.Time.Advance(Round);
        _host.Clock.Reboot();
        _host.Clock.Skew += TimeSpan.FromHours(step.Hours);
        var wasSynchronised = _host.Clock.IsSynchronised;
        _host.Clock.IsSynchronised = step.Synchronised;

        // In doubt the machine was down for no time at all.
        var isBelieved = wasSynchronised != false && step.Synchronised && _host.Clock.Wall >= _sign.Wall;
        await StartAsync(_sign.At + (isBelieved ? _host.Clock.Wall - _sign.Wall : TimeSpan.Zero));
    }

    // Of a clock that is set twice between two signs of life nobody can tell what it showed in the middle.
    private async Task SetClockAsync(int hours)
    {
        await LiveAsync();
        _host.Clock.Skew += TimeSpan.FromHours(hours);
    }

    private async Task LiveAsync()
    {
        await _world.Liveness.WriteAsync(World.Token);
        _sign = (Now, _host.Clock.Wall);
    }

    // As StartupService does.
    private async Task StartAsync(DateTimeOffset now)
    {
        _world = new World(host: _host);
        _ahead = now - _host.Time.GetUtcNow();
        foreach (var lease in _expected.Values.Where(l => _cutShort.Contains(l.Id) && (l.IsEncrypted || now - l.AskedAt >= _world.Spawn.QueueTimeout)))
        {
            lease.Fail();
        }

        await _world.Queue.GiveBackAllAsync(World.Token);
        await _world.OutageRecovery.RecoverAsync(World.Token);
        _sign = (Now, _host.Clock.Wall);
        await _world.LeaseCleanup.ExpireDueAsync(Now, World.Token);
    }

    private async Task TurnAllAsync()
    {
        var began = Now;
        await LiveAsync();
        _cutShort.Clear();
        while (await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token))
        {
        }

        await _world.PassAsync(_world.LeaseCleanup.EvictDueAsync(Now, World.Token));
        await _world.Restarter.RestartDueAsync(Now, World.Token);
        await _world.PassAsync(_world.Exits.SettleBelievedAsync(World.Token));
        await _world.PassAsync(_world.Work.DrainAsync());
        await _world.PassAsync(_world.Reconciler.SweepOnceAsync(World.Token));
        await _world.PassAsync(_world.Work.DrainAsync());
        foreach (var lease in _expected.Values.Where(l => l.Credit.IsDown))
        {
            await LookAsync(lease, began);
        }
    }

    // Looks whether a lease that was down is up again, or will never be.
    private async Task LookAsync(ExpectedLease lease, DateTimeOffset began)
    {
        var real = await _world.ReadAsync(lease.Id);
        if (real.State is LeaseState.Locked)
        {
            lease.Credit.ComeUp(began, Now);
        }
        else if (real.State is not LeaseState.Active || real.Completed)
        {
            lease.Credit.StayDown(Now);
        }
        else if (_host.Compute.Find(real.Vmid!.Value)?.Status is { IsRunning: true, StartedAt: { } started }) // active leases have a vmid
        {
            var since = Now - (_host.Clock.Wall - started);
            lease.Credit.ComeUp(since, since);
        }
    }

    private async Task SettleAsync()
    {
        var round = 0;
        do
        {
            (++round).ShouldBeLessThan(Rounds, "it does not settle");
            _host.Time.Advance(Round);
            await TurnAllAsync();
        }
        while (round < 2 || !await IsSettledAsync());
    }

    private async Task<bool> IsSettledAsync() =>
        (await _host.Books.Leases.ListAsync([], World.Token)).All(l => l.IsOver || l is { State: LeaseState.Locked } or { State: LeaseState.Active, RestartAt: null, Outage: null })
        && (await _world.Reconciler.AuditAsync(World.Token)).ShouldBeOfType<HostResult<AuditReport>.Done>().Value.Findings.IsEmpty;

    private async Task CompareAsync()
    {
        Now.ShouldBe(_host.Time.GetUtcNow() + _ahead, "the provider's time goes on with the boot clock");
        _host.Compute.Find(ForeignVmid).ShouldNotBeNull("somebody else's container");
        (await _host.Books.Leases.ListAsync([], World.Token)).Select(l => l.Id).ShouldBe(_expected.Values.Select(l => l.Id), ignoreOrder: true);
        foreach (var lease in _expected.Values)
        {
            var real = await _world.ReadAsync(lease.Id);
            if (real.EndReason is EndReason.Expired)
            {
                lease.Expire();
            }

            Promises.Hold(lease, real, real.Vmid is { } vmid ? _host.Compute.Find(vmid)?.Status : null, Now);
        }
    }

    private async Task FinishAsync()
    {
        await SettleAsync();
        _host.Time.Advance(TimeSpan.FromDays(3));
        await SettleAsync();
        (await _host.Books.Leases.ListAsync([], World.Token)).ShouldAllBe(l => l.IsOver);
        _host.Compute.Containers.ShouldHaveSingleItem().Status.Vmid.ShouldBe(ForeignVmid);
        _host.Volumes.OccupiedVmids.ShouldBeEmpty();
        _host.Environment.List().ShouldBeEmpty();
        _host.Ends.Ends.ShouldBeEmpty();
    }
}
