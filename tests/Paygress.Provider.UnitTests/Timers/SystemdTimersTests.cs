using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Timers;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.Timers;

public sealed class SystemdTimersTests
{
    private const string Host = "aaaabbbbccccddddaaaabbbbccccdddd";

    private static readonly ExpiryTimer Timer = new(LeaseId.New(Some.Now), 12345);
    private static readonly string Container = new('c', 64);

    private readonly FakeCommandRunner _runner = new();
    private readonly FakeTimeProvider _time = new(Some.Now);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SystemdTimers Subject => field ??= new(new SystemdClient(_runner, Host, _time), new SystemdArguments("/p", "docker", Host, ImmutableDictionary<string, string>.Empty));

    [Fact]
    public async Task Arm_Done_IsDone()
    {
        _runner.When("systemd-run").Exits();

        (await Subject.ArmAsync(Timer, Container, Token)).IsDone.ShouldBeTrue();

        _runner.Received.ShouldHaveSingleItem().ShouldBeOfType<CommandSpec>().Timeout.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Arm_ThereAlready_IsDone()
    {
        _runner.When("systemd-run").Exits(1, stderr: "Failed to start transient timer unit: Unit x.timer was already loaded or has a fragment file.");
        _runner.When("systemctl", "list-units").Exits(stdout: Line(TimerUnits.TimerOf(Timer), "active"));

        (await Subject.ArmAsync(Timer, Container, Token)).IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task Arm_Refused_SaysWhy()
    {
        _runner.When("systemd-run").Exits(1, stderr: "Failed to start transient timer unit: Access denied\n");
        _runner.When("systemctl", "list-units").Exits();

        var failed = (await Subject.ArmAsync(Timer, Container, Token)).ShouldBeOfType<HostResult<Nothing>.Failed>();

        failed.Problem.Detail.ShouldBe("systemd-run failed (1): Failed to start transient timer unit: Access denied");
    }

    [Fact]
    public async Task Any_NoAnswer_IsUnknownAndNotAskedForAgainAtOnce()
    {
        _runner.When("systemd-run").TimesOut();
        _runner.When("systemctl").TimesOut();

        (await Subject.ArmAsync(Timer, Container, Token)).ShouldBeOfType<HostResult<Nothing>.Unknown>();
        (await Subject.ListAsync(Token)).ShouldBeOfType<HostResult<ImmutableArray<ExpiryTimer>>.Unknown>();
        (await Subject.RemoveAsync([Timer], Token)).ShouldBeOfType<HostResult<Nothing>.Unknown>();
        _runner.Received.Count.ShouldBe(1);

        _time.Advance(TimeSpan.FromSeconds(30));
        (await Subject.RemoveAsync([Timer], Token)).ShouldBeOfType<HostResult<Nothing>.Unknown>();
        _runner.Received.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Remove_OneThatWaits_StopsTheTimerAlone()
    {
        _runner.When("systemctl", "stop").Exits();
        _runner.When("systemctl", "list-units").Exits(stdout: Line(TimerUnits.ServiceOf(Timer), "inactive"));

        (await Subject.RemoveAsync([Timer], Token)).IsDone.ShouldBeTrue();

        _runner.ReceivedLines[0].ShouldBe($"systemctl stop -- {TimerUnits.TimerOf(Timer)}");
        _runner.ReceivedLines.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Remove_OneAtWork_StopsItsServiceToo()
    {
        _runner.When("systemctl", "stop").Exits(5, stderr: "Failed to stop x.timer: Unit x.timer not loaded.").Exits();
        _runner.When("systemctl", "list-units").Exits(stdout: Line(TimerUnits.ServiceOf(Timer), "activating")).Exits();

        (await Subject.RemoveAsync([Timer], Token)).IsDone.ShouldBeTrue();

        _runner.ReceivedLines.ShouldContain($"systemctl stop -- {TimerUnits.ServiceOf(Timer)}");
    }

    [Fact]
    public async Task Remove_OneThatStays_Fails()
    {
        _runner.When("systemctl", "stop").Exits(1);
        _runner.When("systemctl", "list-units").Exits(stdout: Line(TimerUnits.TimerOf(Timer), "active"));

        (await Subject.RemoveAsync([Timer], Token)).ShouldBeOfType<HostResult<Nothing>.Failed>();
    }

    [Fact]
    public async Task Remove_Many_GoInBatches()
    {
        _runner.When("systemctl").Exits();

        await Subject.RemoveAsync([.. Enumerable.Range(1, 150).Select(i => Timer with { Second = i })], Token);

        _runner.Received.Select(r => r.Arguments.Length).ShouldBe([102, 52, SystemdArguments.List().Length]);
    }

    private static string Line(string unit, string active) => $"{unit} loaded {active} waiting {TimerUnits.DescribeFor(Host)}\n";
}
