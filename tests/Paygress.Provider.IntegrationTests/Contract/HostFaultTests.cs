using System.Net;
using System.Net.Sockets;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Contract;

[Collection(DaemonCollection.Name)]
public sealed class HostFaultTests : IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public Task Spawn_DockerNotInstalled_IsRefusedAndHeartbeatsGoOn() => RefusesAsync("not installed", ("Docker:Program", "/nonexistent/docker"));

    [Fact]
    public async Task Spawn_DaemonNotRunning_IsRefusedAndHeartbeatsGoOn()
    {
        _provider.SetEnvironment("DOCKER_HOST", "unix:///nonexistent/docker.sock");

        await RefusesAsync("is the docker daemon running");
    }

    [Fact]
    public async Task Spawn_PortOfThePoolTakenByAnotherProgram_GetsAnother()
    {
        using var taken = new TcpListener(IPAddress.Loopback, _provider.Site.FirstPort);
        taken.Start();
        await _provider.StartAsync();

        var lease = await _provider.Api.SpawnAsync("hello", 60);

        lease.State.ShouldBe("active", lease.LastError);
        lease.Ports.ShouldHaveSingleItem().HostPort.ShouldBeGreaterThan(_provider.Site.FirstPort);
    }

    [Fact]
    public async Task Spawn_VmidWithAForeignContainerOrVolume_IsNotGivenOutAndTheySurvive()
    {
        var (container, volume) = ($"paygress-{_provider.Site.FirstVmid}", $"paygress-{_provider.Site.FirstVmid + 1}-data");
        await TestEngine.DockerAsync("create", "--name", container, TestImages.Idle);
        await TestEngine.DockerAsync("volume", "create", volume);
        try
        {
            await _provider.StartAsync();
            var lease = await _provider.Api.SpawnAsync("hello", 60);
            lease.Vmid.ShouldBe(_provider.Site.FirstVmid + 2, lease.LastError);
            await _provider.Api.SendAsync(HttpMethod.Delete, $"/v1/leases/{lease.LeaseId}?wait=30s");
            (await _provider.Api.AuditAsync()).Findings.ShouldBeEmpty();
        }
        finally
        {
            // Both fail when the thing is gone.
            await TestEngine.DockerAsync("rm", container);
            await TestEngine.DockerAsync("volume", "rm", volume);
        }
    }

    [Fact]
    public async Task Run_DataDirectoryFull_RefusesClearlyAndLeavesNothingHalfMade()
    {
        Directory.CreateDirectory(_provider.Site.DataDirectory);
        await TestEngine.RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", _provider.Site.DataDirectory);
        try
        {
            await TestEngine.RunAsync("fallocate", "--length=1044480", Path.Combine(_provider.Site.DataDirectory, "ballast"));
            _provider.Site.WriteConfig();

            var run = await _provider.CliAsync("run", "--config", _provider.Site.ConfigFile);

            run.ExitCode.ShouldBe(78, run.Error);
            run.Error.ShouldStartWith("error: ");
            run.Error.ShouldContain(_provider.Site.DataDirectory);
            run.Error.ShouldNotContain("   at ");
            File.Exists(Path.Combine(_provider.Site.DataDirectory, "instance-id")).ShouldBeFalse();

            // What it began is no obstacle once there is room.
            File.Delete(Path.Combine(_provider.Site.DataDirectory, "ballast"));
            await TestEngine.RunAsync("mount", "-o", "remount,size=16m", _provider.Site.DataDirectory);
            await _provider.StartAgainAsync();
            (await _provider.StopAsync()).ShouldBe(0);
        }
        finally
        {
            await TestEngine.RunAsync("umount", _provider.Site.DataDirectory);
        }
    }

    [Fact]
    public async Task Spawn_DiskFillsUp_IsRefusedAndTheDaemonGoesOn()
    {
        Directory.CreateDirectory(_provider.Site.DataDirectory);
        await TestEngine.RunAsync("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", _provider.Site.DataDirectory);
        try
        {
            await _provider.StartAsync();
            var noRoom = await _provider.Api.SpawnAsync("hello", 60);
            (noRoom.State, noRoom.Code).ShouldBe(("failed", "no_capacity"));
            var ballast = Path.Combine(_provider.Site.DataDirectory, "ballast");
            await TestEngine.RunAsync("sh", "-c", $"cat /dev/zero > {ballast} 2>/dev/null || true");

            var answer = await _provider.Api.SubmitAsync("hello", 60);

            ((int)answer.Status).ShouldBeGreaterThanOrEqualTo(500, answer.Body);
            File.Delete(ballast);
            Directory.GetFiles(Path.Combine(_provider.Site.DataDirectory, "requests")).ShouldBeEmpty();
            (await _provider.Api.SpawnAsync("hello", 60)).Code.ShouldBe("no_capacity");
            (await _provider.Api.AuditAsync()).Findings.ShouldBeEmpty();
            (await _provider.StopAsync()).ShouldBe(0);
        }
        finally
        {
            if (_provider.IsRunning)
            {
                await _provider.KillAsync();
            }

            await TestEngine.RunAsync("umount", "--lazy", _provider.Site.DataDirectory);
        }
    }

    private async Task RefusesAsync(string remedy, params (string, string)[] settings)
    {
        await _provider.StartAsync([("Heartbeat:Interval", "1s"), .. settings]);

        var lease = await _provider.Api.SpawnAsync("hello", 60);

        (lease.State, lease.Code).ShouldBe(("failed", "backend_unavailable"));
        lease.LastError!.ShouldContain(remedy, Case.Insensitive);
        var before = Heartbeat();
        await Task.Delay(TimeSpan.FromMilliseconds(2500), TimeProvider.System, TestContext.Current.CancellationToken);
        Heartbeat().ShouldBeGreaterThan(before);
        (await _provider.Api.AuditAsync()).Unanswered.ShouldNotBeEmpty();
        (await _provider.StopAsync()).ShouldBe(0);
        File.Delete(_provider.Site.ConfigFile);
    }

    private long Heartbeat()
    {
        using var beat = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(_provider.Site.RuntimeDirectory, "heartbeat.json")));
        return beat.RootElement.GetProperty("timestamp").GetInt64();
    }
}
