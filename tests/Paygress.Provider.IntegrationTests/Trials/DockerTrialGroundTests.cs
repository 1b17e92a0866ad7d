using Paygress.Provider.Core.Hosts;
using Paygress.Provider.IntegrationTests.Docker;
using Paygress.Provider.Linux.Trials;

namespace Paygress.Provider.IntegrationTests.Trials;

public sealed class DockerTrialGroundTests(DockerHost host) : IClassFixture<DockerHost>
{
    [Fact]
    public async Task DescribeAsync_RealDocker_NamesThisKernelAndDocker()
    {
        var version = await host.DockerAsync("version", "--format={{.Server.Version}}");
        var kernel = (await File.ReadAllTextAsync("/proc/sys/kernel/osrelease", TestContext.Current.CancellationToken)).Trim();

        var words = await new DockerTrialGround(host.Runner, host.Options).DescribeAsync(TestContext.Current.CancellationToken);

        words.ShouldBeOfType<HostResult<string>.Done>().Value.ShouldStartWith($"kernel {kernel}, docker {version} on ");
    }
}
