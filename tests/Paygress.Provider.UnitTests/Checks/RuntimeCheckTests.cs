using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Checks;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.Checks;

public sealed class RuntimeCheckTests
{
    private const string Two = """{"Known":{"runc":{"path":"runc"},"io.containerd.runc.v2":{"path":"runc"}},"Default":"runc"}""";

    private readonly FakeCommandRunner _docker = new();

    [Fact]
    public async Task Run_NoneIsConfigured_SaysDockersOwn() =>
        (await RunAsync(Two, "")).ShouldBe(new CheckLine("docker", "runtime", CheckOutcome.Passed, "tenants run under runc, dockerd's default"));

    [Fact]
    public async Task Run_ConfiguredAndKnown_Passes() =>
        (await RunAsync("""{"Known":{"runc":{},"runsc":{}},"Default":"runc"}""", "runsc")).ShouldBe(new CheckLine("docker", "runtime", CheckOutcome.Passed, "tenants run under runsc"));

    [Fact]
    public async Task Run_ConfiguredAndNotKnown_OffersNoLeases()
    {
        var line = await RunAsync(Two, "runsc");

        (line!.Outcome, line.Blocks).ShouldBe((CheckOutcome.Failed, HostCapability.Leases));
        line.Detail.ShouldBe("dockerd knows no runtime runsc, only io.containerd.runc.v2, runc; leases are not offered");
        line.Fix!.ShouldContain("/etc/docker/daemon.json");
    }

    [Theory]
    [InlineData("""{"Known":null,"Default":""}""")]
    [InlineData("{}")]
    [InlineData("nonsense")]
    public async Task Run_AnswerThatDoesNotTell_Warns(string answer) => (await RunAsync(answer, "runsc"))!.Outcome.ShouldBe(CheckOutcome.Warned);

    private async Task<CheckLine?> RunAsync(string answer, string runtime)
    {
        _docker.When("docker", "info").Exits(stdout: answer);
        var options = new DockerOptions { Runtime = runtime };
        return (await new RuntimeCheck(new DockerClient(_docker, options), options).RunAsync(TestContext.Current.CancellationToken)).SingleOrDefault();
    }
}
