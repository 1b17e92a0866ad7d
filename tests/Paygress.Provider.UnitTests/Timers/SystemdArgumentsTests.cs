using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.Linux.Timers;

namespace Paygress.Provider.UnitTests.Timers;

public sealed class SystemdArgumentsTests
{
    private const string Id = "0192f7a1000070008000000000000001";
    private const string Host = "aaaabbbbccccddddaaaabbbbccccdddd";

    private static readonly string Container = new('c', 64);
    private static readonly ExpiryTimer Timer = new(new LeaseId(Guid.Parse(Id)), 12345);

    private static readonly SystemdArguments Subject = new(
        "/usr/lib/paygress-provider/paygress-provider", "/opt/docker", Host, new Dictionary<string, string> { ["PATH"] = "/usr/bin", ["DOCKER_HOST"] = "unix:///run/other.sock" });

    [Fact]
    public void Arm_Whole_IsThis() => string.Join('\n', Subject.Arm(Timer, Container)).ShouldBe($"""
        --quiet
        --collect
        --unit=paygress-end-{Id}-12345
        --description=End of a lease of paygress {Host}
        --on-boot=12345s
        --timer-property=AccuracySec=100ms
        --property=Type=oneshot
        --property=TimeoutStartSec=120s
        --property=Restart=on-failure
        --property=RestartSec=10s
        --property=RestartPreventExitStatus=2 4
        --property=StartLimitIntervalSec=1d
        --property=StartLimitBurst=360
        --property=SyslogIdentifier=paygress-provider
        --setenv=DOCKER_HOST=unix:///run/other.sock
        --setenv=PATH=/usr/bin
        --
        /usr/lib/paygress-provider/paygress-provider
        end-lease
        --lease={Id}
        --container={Container}
        --host={Host}
        --second=12345
        --docker=/opt/docker
        """.ReplaceLineEndings("\n"));

    [Theory]
    [InlineData("paygress-1000")]
    [InlineData("cccccccccccc")]
    public void Arm_NotAFullId_IsABug(string container) => Should.Throw<ArgumentException>(() => Subject.Arm(Timer, container));

    [Fact]
    public void Others_Whole_AreThese()
    {
        string.Join(' ', SystemdArguments.List()).ShouldBe("list-units --all --full --plain --no-legend --no-pager -- paygress-end-*");
        string.Join(' ', SystemdArguments.Stop([TimerUnits.TimerOf(Timer), TimerUnits.ServiceOf(Timer)]))
            .ShouldBe($"stop -- paygress-end-{Id}-12345.timer paygress-end-{Id}-12345.service");
    }

    [Fact]
    public void ReadList_AsSystemdWritesIt_HasOursThatWaitOrWork()
    {
        var ours = TimerUnits.DescribeFor(Host);
        TimerUnits.ReadList(
            $"""
            paygress-end-{Id}-12345.service loaded inactive dead    {ours}
            paygress-end-{Id}-12300.service loaded activating auto-restart {ours}
            paygress-end-{Id}-12345.timer   loaded active   waiting {ours}
            paygress-end-{Id}-12300.timer   loaded active   running {ours}
            paygress-end-{Id}-77.timer      loaded active   waiting {TimerUnits.DescribeFor("another")}
            paygress-end-of-the-world.timer loaded active   waiting The end of the world

            """,
            Host)!.Value.ShouldBe([Timer with { Second = 12300 }, Timer], ignoreOrder: true);
    }

    // A unit that is just being started or stopped has its job in a column of its own.
    [Fact]
    public void ReadList_OneHasAJob_IsListedAllTheSame()
    {
        var ours = TimerUnits.DescribeFor(Host);
        TimerUnits.ReadList(
            $"""
            paygress-end-{Id}-12345.timer   loaded active     waiting       {ours}
            paygress-end-{Id}-12300.service loaded activating start   start {ours}
            paygress-end-{Id}-77.service    loaded activating start   start {TimerUnits.DescribeFor("another")}
            """,
            Host)!.Value.ShouldBe([Timer with { Second = 12300 }, Timer], ignoreOrder: true);
    }

    [Fact]
    public void ReadList_NoUnit_IsNoTimer() => TimerUnits.ReadList(string.Empty, Host)!.Value.ShouldBeEmpty();

    // A timer that is overlooked may be a later one, or one that was not removed.
    [Theory]
    [InlineData("nonsense")]
    [InlineData("paygress-end-0192f7a1000070008000000000000001-12345.timer loaded active waiting")]
    [InlineData("paygress-end-0192f7a1000070008000000000000001-12345.timer loaded dreaming waiting End of a lease of paygress aaaabbbbccccddddaaaabbbbccccdddd")]
    [InlineData("paygress-end-0192f7a1000070008000000000000001-x.timer loaded active waiting End of a lease of paygress aaaabbbbccccddddaaaabbbbccccdddd")]
    [InlineData("ygress-end-0192f7a1000070008000000000000001-12345.timer loaded active waiting End of a lease of paygress aaaabbbbccccddddaaaabbbbccccdddd")]
    public void ReadList_LineThatIsNotUnderstood_IsNoList(string line) =>
        TimerUnits.ReadList($"{TimerUnits.TimerOf(Timer)} loaded active waiting {TimerUnits.DescribeFor(Host)}\n{line}\n", Host).ShouldBeNull();

    [Fact]
    public void Read_NameThatWasWritten_IsTheSame()
    {
        TimerUnits.Read(TimerUnits.TimerOf(Timer)).ShouldBe(Timer);
        TimerUnits.Read(TimerUnits.ServiceOf(Timer)).ShouldBe(Timer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("paygress-provider.service")]
    [InlineData("paygress-end-.timer")]
    [InlineData("paygress-end-0192f7a1000070008000000000000001-012345.timer")]
    [InlineData("paygress-end-0192F7A1000070008000000000000001-12345.timer")]
    [InlineData("paygress-end-0192f7a1000070008000000000000001.timer")]
    [InlineData("paygress-end-0192f7a1000070008000000000000001--1.timer")]
    [InlineData("paygress-end-0192f7a1000070008000000000000001-99999999999999999999.timer")]
    [InlineData("paygress-end-00000000000000000000000000000000-1.timer")]
    public void Read_OtherName_IsNone(string unit) => TimerUnits.Read(unit).ShouldBeNull();
}
