using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Checks;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.Checks;

public sealed class DockerCheckTests
{
    private const string AllLimits = """{"Memory":true,"Swap":true,"Cpu":true,"Pids":true,"CgroupVersion":"2","CgroupDriver":"systemd"}""";

    private readonly FakeCommandRunner _docker = new();

    [Theory]
    [InlineData("20.10.24+dfsg1", "28.2.2")]
    [InlineData("20.10.0", "20.10.5+dfsg1")]
    [InlineData("29.0.0-rc.1", "29.0.0")]
    public async Task Run_NewEnough_Passes(string server, string client)
    {
        Answers(server, client, AllLimits);

        var lines = await RunAsync();

        lines.Select(l => (l.Name, l.Outcome)).ShouldBe([("daemon", CheckOutcome.Passed), ("client", CheckOutcome.Passed), ("limits", CheckOutcome.Passed)]);
        lines[2].Detail.ShouldBe("dockerd limits cpu, memory, swap and pids (control groups version 2, driver systemd)");
    }

    [Theory]
    [InlineData("19.03.15", "28.2.2", "daemon")]
    [InlineData("20.10.24", "18.9.1", "client")]
    public async Task Run_TooOld_OffersNoLeases(string server, string client, string which)
    {
        Answers(server, client, AllLimits);

        var line = (await RunAsync()).Where(l => l.Outcome is CheckOutcome.Failed).ShouldHaveSingleItem();

        (line.Name, line.Blocks).ShouldBe((which, HostCapability.Leases));
        line.Detail.ShouldContain("is older than 20.10");
        line.Fix.ShouldBe("install docker 20.10 or later (apt install docker.io)");
    }

    [Fact]
    public async Task Run_VersionOfAnotherKind_IsToldAndNotJudged()
    {
        Answers("library-import", "28.2.2", AllLimits);

        (await RunAsync())[0].ShouldSatisfyAllConditions(l => l.Outcome.ShouldBe(CheckOutcome.Warned), l => l.Blocks.ShouldBeNull());
    }

    [Theory]
    [InlineData("Memory", "memory")]
    [InlineData("Cpu", "cpu")]
    [InlineData("Pids", "pids")]
    public async Task Run_ALimitThatIsNone_OffersNoLeases(string field, string word)
    {
        Answers("20.10.24", "20.10.24", AllLimits.Replace($"\"{field}\":true", $"\"{field}\":false", StringComparison.Ordinal));

        var line = (await RunAsync())[2];

        (line.Outcome, line.Blocks).ShouldBe((CheckOutcome.Failed, HostCapability.Leases));
        line.Detail.ShouldStartWith($"dockerd can't limit {word} (");
    }

    [Fact]
    public async Task Run_SwapWithoutLimit_IsToldAndNoObstacle()
    {
        Answers("20.10.24", "20.10.24", AllLimits.Replace("\"Swap\":true", "\"Swap\":false", StringComparison.Ordinal));

        (await RunAsync())[2].ShouldSatisfyAllConditions(l => l.Outcome.ShouldBe(CheckOutcome.Warned), l => l.Blocks.ShouldBeNull());
    }

    [Fact]
    public async Task Run_DaemonGoneBetweenTheQuestions_IsNoLackOfLimits()
    {
        Answers("20.10.24", "20.10.24", """{"Memory":false,"Swap":false,"Cpu":false,"Pids":false,"CgroupVersion":"","CgroupDriver":""}""");

        (await RunAsync())[2].ShouldSatisfyAllConditions(l => l.Outcome.ShouldBe(CheckOutcome.Warned), l => l.Blocks.ShouldBeNull());
    }

    [Fact]
    public async Task Run_MayNotUseTheSocket_NamesTheGroup()
    {
        _docker.When("docker", "version").Exits(1, stderr: "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: connect: permission denied");

        var line = (await RunAsync()).ShouldHaveSingleItem();

        line.Outcome.ShouldBe(CheckOutcome.Failed);
        line.Fix.ShouldNotBeNull().ShouldContain("usermod -aG docker");
    }

    [Fact]
    public async Task Run_Silent_FailsButIsNoObstacleForLater()
    {
        _docker.When("docker", "version").TimesOut();

        (await RunAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            l => l.Detail.ShouldBe("docker version did not answer within 20 s"),
            l => l.Blocks.ShouldBeNull("a docker that is silent comes back by itself"));
    }

    // It comes back as it was.
    [Fact]
    public async Task Run_SilentAfterItsLimitsWereFoundWanting_OffersNoLeasesStill()
    {
        var check = Check();
        Answers("20.10.24", "20.10.24", AllLimits.Replace("\"Pids\":true", "\"Pids\":false", StringComparison.Ordinal));
        await check.RunAsync(TestContext.Current.CancellationToken);

        _docker.When("docker", "info").TimesOut();
        (await check.RunAsync(TestContext.Current.CancellationToken)).Where(l => l.Blocks is HostCapability.Leases).ShouldHaveSingleItem().Name.ShouldBe("limits");
        _docker.When("docker", "version").TimesOut();
        (await check.RunAsync(TestContext.Current.CancellationToken)).Where(l => l.Blocks is HostCapability.Leases).ShouldHaveSingleItem().Name.ShouldBe("limits");

        Answers("20.10.24", "20.10.24", AllLimits);
        (await check.RunAsync(TestContext.Current.CancellationToken)).ShouldAllBe(l => l.Blocks == null);
    }

    private void Answers(string server, string client, string limits)
    {
        _docker.When("docker", "version").Exits(stdout: $$"""{"Client":"{{client}}","Server":"{{server}}"}""");
        _docker.When("docker", "info").Exits(stdout: limits);
    }

    private DockerCheck Check() => new(new DockerClient(_docker, new DockerOptions()), new DockerOptions());

    private Task<IReadOnlyList<CheckLine>> RunAsync() => Check().RunAsync(TestContext.Current.CancellationToken);
}
