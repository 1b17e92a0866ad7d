using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.IntegrationTests.Daemon.Harness;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.TestSupport.Network;

namespace Paygress.Provider.IntegrationTests.Docker;

/// <summary>A container that docker described is signalled without docker; what is in doubt is left to docker.</summary>
public sealed class ContainerSignalTests(DockerHost host) : IClassFixture<DockerHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StopSignal.Terminate, 0)]
    [InlineData(StopSignal.Kill, 137)]
    public async Task SignalAsync_DockerCannotSignal_ArrivesAllTheSame(StopSignal signal, int exitCode)
    {
        var backend = await BackendThatCannotKillAsync();
        var (name, id) = await RunAsync();
        (await backend.ListOursAsync(Token)).Value().ShouldContain(c => c.Id == id);

        (await backend.SignalAsync([id], signal, Token)).Value();

        await UntilDeadAsync(id);
        (await host.DockerAsync("inspect", "--format={{.State.ExitCode}}", name)).ShouldBe(exitCode.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await host.DockerAsync("rm", id);
    }

    [Fact]
    public async Task SignalAsync_StartedAgainSinceItWasSeen_IsDockers()
    {
        var (name, id) = await RunAsync();
        var backend = host.Backend();
        (await backend.ListOursAsync(Token)).Value().ShouldContain(c => c.Id == id);
        await host.DockerAsync("restart", "--time=0", name);
        var refusing = await BackendThatCannotKillAsync();

        (await refusing.SignalAsync([id], StopSignal.Kill, Token)).ShouldBeOfType<HostResult<Nothing>.Failed>("nothing was ever seen by it");
        (await backend.SignalAsync([id], StopSignal.Kill, Token)).Value();

        await UntilDeadAsync(id);
        await host.DockerAsync("rm", id);
    }

    // A paused one hears nothing; docker says so.
    [Fact]
    public async Task SignalAsync_Paused_IsDockers()
    {
        var (name, id) = await RunAsync();
        await host.DockerAsync("pause", name);
        var backend = await BackendThatCannotKillAsync();
        (await backend.ListOursAsync(Token)).Value().ShouldContain(c => c.Id == id);

        (await backend.SignalAsync([id], StopSignal.Kill, Token)).ShouldBeOfType<HostResult<Nothing>.Failed>();

        await host.DockerAsync("rm", "--force", id);
    }

    private async Task<(string Name, string Id)> RunAsync()
    {
        var name = $"paygress-{TestVmids.Next()}";

        // Its shell ends by itself at SIGTERM.
        var id = await host.DockerAsync("run", "--detach", $"--name={name}", $"--label=io.paygress.host={host.InstanceId}", "paygress/hello:1");
        return (name, id);
    }

    private async Task<DockerBackend> BackendThatCannotKillAsync()
    {
        var program = await host.WriteClientAsync($"if [ \"$1\" = kill ]; then echo refused >&2; exit 1; fi\nexec {host.Program} \"$@\"");
        return new DockerBackend(host.Runner, new DockerOptions { Program = program }, Unguarded.Network, host.InstanceId, TimeProvider.System);
    }

    private Task UntilDeadAsync(string id) =>
        Eventually.IsSoAsync(async () => await host.DockerAsync("inspect", "--format={{.State.Running}}", id) == "false", "the container is dead");
}
