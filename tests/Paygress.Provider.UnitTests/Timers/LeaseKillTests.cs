using Microsoft.Extensions.Logging.Testing;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.Linux.Timers;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.Timers;

public sealed class LeaseKillTests
{
    private const string Host = "aaaabbbbccccddddaaaabbbbccccdddd";

    private static readonly ExpiryTimer Timer = new(LeaseId.New(Some.Now), 12345);
    private static readonly string Container = new('c', 64);

    private readonly FakeCommandRunner _runner = new();
    private readonly FakeLogCollector _log = new();

    public LeaseKillTests()
    {
        _runner.When("systemctl", "list-units").Exits(stdout: Line(Timer));
        _runner.When("docker", "kill").Exits();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ContainerOfTheLeaseThatRuns_IsKilled()
    {
        _runner.When("docker", "container", "inspect").Exits(stdout: Describe("running")).Exits(stdout: Describe("exited"));

        (await RunAsync()).ShouldBe(LeaseKillOutcome.Done);

        _runner.ReceivedLines.ShouldContain($"docker kill --signal=KILL -- {Container}");
        Logged(EventIds.LeaseKilledByTimer);
    }

    [Theory]
    [InlineData("another", null)]
    [InlineData(Host, "another")]
    [InlineData(Host, "")]
    [InlineData("", null)]
    public async Task Run_ContainerWithOtherLabels_IsLeftAlone(string host, string? lease)
    {
        _runner.When("docker", "container", "inspect").Exits(stdout: Describe("running", host, lease ?? Timer.LeaseId.ToString()));

        (await RunAsync()).ShouldBe(LeaseKillOutcome.Refused);

        NothingKilled();
        Logged(EventIds.LeaseTimerRefused);
    }

    [Fact]
    public async Task Run_OtherContainerThanAskedFor_IsTriedAgain()
    {
        _runner.When("docker", "container", "inspect").Exits(stdout: Describe("running", id: new string('d', 64)));

        (await RunAsync()).ShouldBe(LeaseKillOutcome.Unknown);

        NothingKilled();
    }

    [Fact]
    public async Task Run_ContainerThatIsGone_HasNothingToDo()
    {
        _runner.When("docker", "container", "inspect").Exits(1, stderr: $"Error: No such container: {Container}");

        (await RunAsync()).ShouldBe(LeaseKillOutcome.Done);

        NothingKilled();
        Logged(EventIds.LeaseTimerIdle);
    }

    [Fact]
    public async Task Run_ContainerThatDoesNotRun_HasNothingToDo()
    {
        _runner.When("docker", "container", "inspect").Exits(stdout: Describe("exited"));

        (await RunAsync()).ShouldBe(LeaseKillOutcome.Done);

        NothingKilled();
    }

    // A word of docker's that is not known does not say that it does not run.
    [Fact]
    public async Task Run_ContainerInAStateThatIsNotKnown_IsKilled()
    {
        _runner.When("docker", "container", "inspect").Exits(stdout: Describe("dreaming"));

        (await RunAsync()).ShouldBe(LeaseKillOutcome.Unknown);

        _runner.ReceivedLines.ShouldContain($"docker kill --signal=KILL -- {Container}");
    }

    [Fact]
    public async Task Run_DockerSaysNothing_IsTriedAgain()
    {
        _runner.When("docker", "container", "inspect").Exits();

        (await RunAsync()).ShouldBe(LeaseKillOutcome.Unknown);
    }

    [Theory]
    [InlineData("nonsense\n")]
    [InlineData("paygress-end-")]
    public async Task Run_ListThatIsNotUnderstood_IsTriedAgain(string rest)
    {
        _runner.When("systemctl", "list-units").Exits(stdout: Line(Timer) + rest);

        (await RunAsync()).ShouldBe(LeaseKillOutcome.Unknown);

        NothingKilled();
    }

    [Fact]
    public async Task Run_LaterTimerIsArmed_KillsNothing()
    {
        _runner.When("systemctl", "list-units").Exits(stdout: Line(Timer) + Line(Timer with { Second = 12346 }));

        (await RunAsync()).ShouldBe(LeaseKillOutcome.Done);

        _runner.ReceivedLines.ShouldNotContain(l => l.StartsWith("docker", StringComparison.Ordinal));
        Logged(EventIds.LeaseTimerIdle);
    }

    [Fact]
    public async Task Run_LaterTimerOfAnotherLease_DoesNotMatter()
    {
        _runner.When("systemctl", "list-units").Exits(stdout: Line(new ExpiryTimer(LeaseId.New(Some.Now), 99999)));
        _runner.When("docker", "container", "inspect").Exits(stdout: Describe("running")).Exits(stdout: Describe("exited"));

        await RunAsync();

        Logged(EventIds.LeaseKilledByTimer);
    }

    [Fact]
    public async Task Run_SystemdThatDoesNotAnswer_IsTriedAgain()
    {
        _runner.When("systemctl", "list-units").TimesOut();

        (await RunAsync()).ShouldBe(LeaseKillOutcome.Unknown);

        NothingKilled();
        Logged(EventIds.LeaseNotKilledByTimer);
    }

    [Fact]
    public async Task Run_DockerThatDoesNotAnswer_IsTriedAgain()
    {
        _runner.When("docker", "container", "inspect").TimesOut();

        (await RunAsync()).ShouldBe(LeaseKillOutcome.Unknown);

        NothingKilled();
        Logged(EventIds.LeaseNotKilledByTimer);
    }

    [Fact]
    public async Task Run_ContainerThatDoesNotDie_IsTriedAgain()
    {
        _runner.When("docker", "container", "inspect").Exits(stdout: Describe("running"));

        (await RunAsync()).ShouldBe(LeaseKillOutcome.Unknown);

        Logged(EventIds.LeaseNotKilledByTimer);
    }

    private static string Describe(string state, string host = Host, string? lease = null, string? id = null) =>
        $$"""{"Id":"{{id ?? Container}}","Name":"/paygress-1000","State":{"Status":"{{state}}"},"Labels":{"io.paygress.host":"{{host}}","io.paygress.lease":"{{lease ?? Timer.LeaseId.ToString()}}"} }""" + "\n";

    private static string Line(ExpiryTimer timer) => $"{TimerUnits.TimerOf(timer)} loaded active waiting {TimerUnits.DescribeFor(Host)}\n";

    private Task<LeaseKillOutcome> RunAsync() =>
        new LeaseKill(_runner, "docker", Host, TimeProvider.System, new FakeLogger<LeaseKill>(_log)).RunAsync(Timer, Container, Token);

    private void NothingKilled() => _runner.ReceivedLines.ShouldNotContain(l => l.Contains(" kill ", StringComparison.Ordinal));

    private void Logged(int eventId)
    {
        var entry = _log.GetSnapshot().ShouldHaveSingleItem();
        entry.Id.Id.ShouldBe(eventId);
        entry.GetStructuredStateValue("LeaseId").ShouldBe(Timer.LeaseId.ToString());
    }
}
