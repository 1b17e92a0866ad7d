using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Trials;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.UnitTests.Trials;

public sealed class TrialRunTests
{
    private readonly World _world = new();
    private readonly FakeTrialGround _ground = new();
    private readonly TrialRun _trial;

    public TrialRunTests()
    {
        _trial = new TrialRun(
            _world.Intake, _world.Books.Leases, _world.Releaser, _world.Ledger, _ground, new TrialLog(_ground, _ground), _ground, new TrialPlan(512, 1 << 20, ["169.254.169.254"], "10.213.0.1"), _world.Terms.Catalog,
            new ProviderIdentity("p", "i", "1.2.3", Some.Now), Options.Create(_world.Leases), _world.Wall, _world.Time, new FakeLogger<TrialRun>(_world.LogCollector));
        _ground.Answer("", 1, "No space left on device; Read-only file system; No route to host; can't fork; Killed; NoNewPrivs:\t1; 0m3.00s\n5000.10 9000.00\n5003.10 9001.00");
        _ground.Answer("ls /proc", 0, "4");
        _ground.Answer("/proc/1/fd/1", 0, "");
        _ground.Kept = 1 << 20;
    }

    [Fact]
    public async Task RunAsync_AllHold_KeepsThatAndLeavesNothing()
    {
        var report = (await RunAsync()).ShouldBeOfType<HostResult<TrialReport>.Done>().Value;

        report.Lines.ShouldAllBe(l => l.Outcome == TrialOutcome.Held);
        report.Lines.Length.ShouldBe(12);
        _ground.Report.ShouldBe(report);
        (report.Build, report.At).ShouldBe(("1.2.3", Some.Now));
        _ground.Containers.ShouldHaveSingleItem();
        (await _world.Books.Leases.ListAsync([], World.Token)).Select(l => $"{l.Owner} {l.State} {l.EndReason}").ShouldBe(["trial Evicting Released", "trial Evicting Released"]);
        _world.LoggedIds.Count(id => id == EventIds.LimitHeld).ShouldBe(12);
    }

    [Fact]
    public async Task RunAsync_OneIsBrokenAndOneUnknown_SaysSo()
    {
        _ground.Answer("touch", 0, "");
        _ground.Answer("of=/dev/null", HostResult.Unknown<TrialAnswer>("it did not end within 120 s"));

        var report = (await RunAsync()).ShouldBeOfType<HostResult<TrialReport>.Done>().Value;

        report.Lines.Single(l => l.Outcome is TrialOutcome.Broken).ShouldBe(new TrialLine("root", HostCapability.Leases, TrialOutcome.Broken, "it wrote into its root"));
        report.Lines.Single(l => l.Outcome is TrialOutcome.Unknown).Said.ShouldBe("it did not end within 120 s");
        _world.LoggedIds.ShouldContain(EventIds.LimitBroken);
        _world.LoggedIds.ShouldContain(EventIds.LimitNotTried);
    }

    [Fact]
    public async Task RunAsync_NoLeaseCanBeMade_SaysWhyAndKeepsTheLastReport()
    {
        await _world.Books.Drain.SetAsync(true, World.Token);

        var problem = (await RunAsync()).ShouldBeOfType<HostResult<TrialReport>.Failed>().Problem;

        problem.Code.ShouldBe(ErrorCodes.Draining);
        problem.Detail.ShouldStartWith("the trial could not be made: ");
        _ground.Report.ShouldBeNull();
    }

    [Fact]
    public async Task RunAsync_OneOfTheTwoLeasesFails_LeavesNothingOfTheOther()
    {
        _world.Compute.Faults.Next("Create", new HostFault.Refusal(ErrorCodes.BackendError, "no"));

        (await RunAsync()).ShouldBeOfType<HostResult<TrialReport>.Failed>().Problem.Code.ShouldBe(ErrorCodes.BackendError);

        (await _world.Books.Leases.ListAsync([], World.Token)).Select(l => l.EndReason).Order().ShouldBe([EndReason.Released, EndReason.ProvisionFailed]);
    }

    // They are about owners, and the trial is the operator's.
    [Fact]
    public async Task RunAsync_OwnersHaveBounds_IsNotBoundByThem()
    {
        (_world.Spawn.MaxLeasesPerOwner, _world.Spawn.MaxRequestsPerMinute) = (1, 1);

        (await RunAsync()).IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_AskedForAgainMeanwhile_IsOneTrialForBoth()
    {
        var first = _trial.RunAsync(World.Token);
        var second = _trial.RunAsync(World.Token);

        (await FinishAsync(second)).ShouldBe(await first);
        (await _world.Books.Leases.ListAsync([], World.Token)).Length.ShouldBe(2);

        await RunAsync();
        (await _world.Books.Leases.ListAsync([], World.Token)).Length.ShouldBe(4);
    }

    // A provider that is stopped or upgraded in the middle of one.
    [Fact]
    public async Task RunAsync_CancelledWhileTheSecondIsWaitedFor_LeavesNothing()
    {
        using var stop = new CancellationTokenSource();
        var run = _trial.RunAsync(stop.Token);
        (await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token)).ShouldBeTrue();
        await _world.Work.DrainAsync();

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => run);
        (await _world.Books.Leases.ListAsync([], World.Token)).ShouldAllBe(l => l.EndReason == EndReason.Released);
    }

    [Fact]
    public async Task RunAsync_ReportCantBeWritten_LeavesNothingAllTheSame()
    {
        _ground.IsDiskFull = true;

        await Should.ThrowAsync<IOException>(RunAsync);

        (await _world.Books.Leases.ListAsync([], World.Token)).ShouldAllBe(l => l.EndReason == EndReason.Released);
    }

    private Task<HostResult<TrialReport>> RunAsync() => FinishAsync(_trial.RunAsync(World.Token));

    private async Task<HostResult<TrialReport>> FinishAsync(Task<HostResult<TrialReport>> run)
    {
        while (!run.IsCompleted)
        {
            await Task.Yield();
            if (await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token))
            {
                await _world.Work.DrainAsync();
            }
        }

        return await run;
    }
}
