using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Linux.Trials;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.Trials;

public sealed class DockerTrialGroundTests
{
    private const string Answer = """{"Kernel":"6.12.0","Docker":"26.1.5","Storage":"overlay2","CgroupVersion":"2","Runtime":"runc"}""";

    private readonly FakeCommandRunner _docker = new();

    [Theory]
    [InlineData("", "kernel 6.12.0, docker 26.1.5 on overlay2, control groups 2, runtime runc")]
    [InlineData("runsc", "kernel 6.12.0, docker 26.1.5 on overlay2, control groups 2, runtime runsc")]
    public async Task DescribeAsync_Answer_NamesWhatLimitsRestOn(string runtime, string expected)
    {
        _docker.When("docker", "info").Exits(stdout: Answer);

        (await DescribeAsync(runtime)).ShouldBeOfType<HostResult<string>.Done>().Value.ShouldBe(expected);
    }

    // The last is what an older client prints without a daemon, and calls success.
    [Theory]
    [InlineData(1, Answer)]
    [InlineData(0, "nonsense")]
    [InlineData(0, """{"Kernel":"","Docker":"","Storage":"","CgroupVersion":"","Runtime":""}""")]
    public async Task DescribeAsync_NoAnswer_IsUnknown(int exitCode, string answer)
    {
        _docker.When("docker", "info").Exits(exitCode, stdout: answer);

        (await DescribeAsync("runsc")).ShouldBeOfType<HostResult<string>.Unknown>();
    }

    private Task<HostResult<string>> DescribeAsync(string runtime) => new DockerTrialGround(_docker, new DockerOptions { Runtime = runtime }).DescribeAsync(World.Token);
}
