using System.Collections.Immutable;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Reconciliation;

namespace Paygress.Provider.UnitTests.Faults;

/// <summary>One operation with one fault: ask, crash, start again, settle, ask again, settle, audit; then the end of all leases, and nothing may be left.</summary>
internal sealed class FaultRun
{
    /// <summary>Longer than anything here takes to settle.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromHours(6);

    private const int Rounds = 60;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(20);
    private static readonly Vmid ForeignVmid = new(1005);

    private readonly Operation _operation;
    private readonly FakeHost _host = new();
    private FaultGate _gate = new();
    private World _world;
    private Lease? _lease;
    private bool _restarted;

    public FaultRun(Operation operation)
    {
        _operation = operation;
        _world = new World(host: _host, faults: _gate);
    }

    /// <summary>False when the call that was to go wrong never came: work on two leases may take turns in another order than before.</summary>
    public bool HasFired { get; private set; }

    /// <summary>Runs it; gives the points that were passed until the operation had settled.</summary>
    public async Task<ImmutableArray<FaultPoint>> RunAsync((FaultPoint Point, FaultKind Kind)? fault)
    {
        _host.Compute.Add(ForeignVmid);
        await _world.OutageRecovery.RecoverAsync(World.Token);
        var neighbour = await _world.SpawnAsync(Requests.Hello("neighbour") with { DurationSeconds = (long)(Duration * 2).TotalSeconds });
        _lease = await _operation.Arrange(_world);
        var foreign = FindForeign();

        await BeginAsync(fault);
        await TurnAllAsync();
        await SettleAsync();
        var reached = _gate.Reached;
        HasFired = fault is null || _gate.HasFired || _restarted;

        await AskAsync();
        await SettleAsync();
        await CheckAsync();
        NothingHappenedTo(neighbour);
        FindForeign().ShouldBe(_operation.Reboots ? foreign with { State = ContainerState.Exited, ExitCode = 255, FinishedAt = FindForeign().FinishedAt } : foreign);

        _host.Time.Advance(Duration * 3);
        await SettleAsync();
        NothingIsLeft(foreign.Id);
        return reached;
    }

    private ContainerStatus FindForeign() => _host.Compute.Find(ForeignVmid).ShouldNotBeNull().Status;

    private async Task BeginAsync((FaultPoint Point, FaultKind Kind)? fault)
    {
        if (_operation.IsStart)
        {
            if (_operation.Reboots)
            {
                _host.Compute.Reboot();
                _host.Time.Advance(Round);
                _host.Clock.Reboot();
            }

            if (_operation.LosesBooks)
            {
                _host.Books.Lose();
                _host.Ends.Lose();
            }

            await StartAsync(fault);
        }
        else
        {
            _gate.Arm(fault);
            await AskAsync();
        }
    }

    private Task AskAsync() => TurnAsync(() => _operation.Ask(_world, _lease));

    // What the loops do, each with its own catch.
    private async Task TurnAllAsync()
    {
        await TurnAsync(async () =>
        {
            while (await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token))
            {
            }
        });
        await TurnAsync(() => _world.LeaseCleanup.EvictDueAsync(_host.Time.GetUtcNow(), World.Token));
        await TurnAsync(() => _world.Restarter.RestartDueAsync(_host.Time.GetUtcNow(), World.Token));
        await TurnAsync(() => _world.Exits.SettleBelievedAsync(World.Token));
        await TurnAsync(() => _world.Work.DrainAsync());
        await TurnAsync(() => _world.Reconciler.SweepOnceAsync(World.Token));
        await TurnAsync(() => _world.Work.DrainAsync());
    }

    // Time passes while it waits for time. A provider that is killed in the middle is followed by the next one.
    private async Task TurnAsync(Func<Task> turn)
    {
        var gate = _gate;
        var running = turn();
        try
        {
            await _world.PassUntilAsync(() => running.IsCompleted || gate.IsCrashed);
            if (!gate.IsCrashed)
            {
                await running;
            }
        }
        catch (Exception e) when (FaultyPort.IsInjected(e))
        {
            // Told to the caller, or logged by the loop, which turns again.
        }

        if (gate.IsCrashed)
        {
            _restarted = true;
            await StartAsync(fault: null);
            await TurnAllAsync();
            await gate.LandAsync();
        }
    }

    // As StartupService does; a start that fails is followed by another one, as systemd does.
    private async Task StartAsync((FaultPoint Point, FaultKind Kind)? fault)
    {
        _gate = new FaultGate();
        _gate.Arm(fault);
        _world = new World(host: _host, faults: _gate, mayRemoveOrphans: !_operation.LosesBooks);
        var hasStarted = false;
        await TurnAsync(async () =>
        {
            await _world.Queue.GiveBackAllAsync(World.Token);
            await _world.OutageRecovery.RecoverAsync(World.Token);
            await _world.LeaseCleanup.ExpireDueAsync(_host.Time.GetUtcNow(), World.Token);
            hasStarted = true;
        });
        if (!hasStarted && !_restarted)
        {
            _restarted = true;
            await StartAsync(fault: null);
        }
    }

    private async Task SettleAsync()
    {
        for (var round = 0; round == 0 || !await IsSettledAsync(); round++)
        {
            round.ShouldBeLessThan(Rounds, await DescribeAsync());
            await TurnAllAsync();
            await _gate.LandAsync();
            _host.Time.Advance(Round);
        }
    }

    private async Task<bool> IsSettledAsync() =>
        (await LeasesAsync()).All(l => l.IsOver || l is { State: LeaseState.Locked } or { State: LeaseState.Active, RestartAt: null, Outage: null })
        && (await FindingsAsync()).IsEmpty;

    private Task<ImmutableArray<Lease>> LeasesAsync() => _host.Books.Leases.ListAsync([], World.Token);

    // By eyes of its own, which no fault covers. A held lease is found until it is confirmed.
    private async Task<ImmutableArray<AuditFinding>> FindingsAsync()
    {
        var audit = (await new World(host: _host).Reconciler.AuditAsync(World.Token)).ShouldBeOfType<HostResult<AuditReport>.Done>().Value;
        var held = (await LeasesAsync()).Where(l => l.Held).Select(l => l.Id).ToHashSet();
        return [.. audit.Findings.Where(f => f.Kind != "lease" || f.LeaseId is not { } id || !held.Contains(id))];
    }

    private async Task<string> DescribeAsync() => string.Join("; ",
    [
        .. (await LeasesAsync()).Select(l => $"{l.RequestId} is {l.State}: {l.LastError}"),
        .. (await FindingsAsync()).Select(f => $"{f.Kind} {f.Name}: {f.Detail}"),
    ]);

    private async Task CheckAsync()
    {
        var lease = (await LeasesAsync()).Where(l => !l.RequestId.Value.StartsWith("neighbour", StringComparison.Ordinal)).ShouldHaveSingleItem();
        _operation.Check(lease);
        if (lease.StartedAt is not null)
        {
            lease.ExpiresAt.ShouldBe(lease.StartedAt + lease.Duration + lease.OutageCredit);
        }

        if (lease.State is LeaseState.Active)
        {
            _host.Compute.Find(lease.Vmid!.Value).ShouldNotBeNull().Status.IsRunning.ShouldBeTrue(); // active leases have a vmid
            _host.Ends.Ends[lease.Id].ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(lease.ExpiresAt!.Value, "a keeper of ends knows an earlier one");
        }
    }

    private void NothingHappenedTo(Lease neighbour)
    {
        var container = _host.Compute.Find(neighbour.Vmid!.Value).ShouldNotBeNull().Status; // it runs
        (container.Id, container.State).ShouldBe((neighbour.ContainerId!, ContainerState.Running));
        (container.StartedAt == neighbour.StartedAt || _operation.Reboots).ShouldBeTrue("the neighbour was started again");
    }

    private void NothingIsLeft(string foreign)
    {
        _host.Compute.Containers.ShouldHaveSingleItem().Status.Id.ShouldBe(foreign);
        _host.Volumes.OccupiedVmids.ShouldBeEmpty();
        _host.Environment.List().ShouldBeEmpty();
        _host.Ends.Ends.ShouldBeEmpty();
    }
}
