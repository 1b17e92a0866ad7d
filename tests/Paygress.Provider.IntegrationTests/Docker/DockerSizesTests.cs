using Paygress.Provider.Contracts;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Linux.Node;

namespace Paygress.Provider.IntegrationTests.Docker;

/// <summary>What containers wrote and what is free, asked of the real docker: what the fakes of the watch over the disk stand for.</summary>
public sealed class DockerSizesTests(DockerHost host) : IClassFixture<DockerHost>
{
    private const int Written = 3 << 20;
    private static readonly string Gone = new('a', 64);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task MeasureAsync_OneThatWroteOneThatDidNotAndOneThatIsGone_SaysWhatIsThere()
    {
        var (writer, idle) = (await RunAsync($"busybox dd if=/dev/zero of=/big bs={Written} count=1"), await RunAsync("true"));
        await host.DockerAsync("wait", writer, idle);

        var sizes = (await new DockerSizes(new DockerClient(host.Runner, host.Options), host.Options, TimeProvider.System).MeasureAsync([writer, Gone, idle], Token)).Value();

        sizes.Keys.ShouldBe([writer, idle], ignoreOrder: true);
        sizes[writer].ShouldNotBeNull().ShouldBeInRange(Written, Written + 4096);
        sizes[idle].ShouldNotBeNull().ShouldBeLessThan(4096);
    }

    [Fact(Timeout = 60_000)]
    public async Task FindFreeAsync_DockersRootAndTheDataDirectory_AreTwoFigures()
    {
        var meter = new DiskMeter(new DockerClient(host.Runner, host.Options), host.Options, "/dev/shm");
        var docker = new DriveInfo((await host.DockerAsync("info", "--format={{.DockerRootDir}}")).Trim()).AvailableFreeSpace;
        var memory = new DriveInfo("/dev/shm").AvailableFreeSpace;

        // Others write meanwhile.
        var free = await meter.FindFreeAsync(Token);
        free.Containers.ShouldNotBeNull().ShouldBeInRange(docker * 9 / 10, (docker * 11 / 10) + (1 << 20));
        free.Data.ShouldNotBeNull().ShouldBeInRange(memory * 9 / 10, (memory * 11 / 10) + (1 << 20));
    }

    /// <summary>A tree deeper than a path may be long: docker can't walk it, and can walk the others'.</summary>
    [Fact(Timeout = 60_000)]
    public async Task MeasureAsync_OneThatHidesBehindALongPath_HasNoFigureAndTheOthersHave()
    {
        var half = string.Join('/', Enumerable.Repeat(new string('d', 200), 12));
        var (hidden, writer) = (
            await RunAsync($"busybox mkdir -p /a/{half} /b/{half} && busybox mv /b /a/{half}/"),
            await RunAsync($"busybox dd if=/dev/zero of=/big bs={Written} count=1"));
        await host.DockerAsync("wait", hidden, writer);

        var sizes = (await new DockerSizes(new DockerClient(host.Runner, host.Options), host.Options, TimeProvider.System).MeasureAsync([hidden, writer], Token)).Value();

        sizes[hidden].ShouldBeNull();
        sizes[writer].ShouldNotBeNull().ShouldBeInRange(Written, Written + 4096);
    }

    // The harness removes what carries this label.
    private Task<string> RunAsync(string script) => host.DockerAsync(
        "run", "--detach", "--network=none", "--user=0", $"--label=io.paygress.host={host.InstanceId}", "--entrypoint=/bin/busybox", host.HelloImageId, "sh", "-c", script);
}
