using System.Text.Json;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

#pragma warning disable RS0030 // One of the verbs is interrupted, and its exit code is looked at.
[Collection(DaemonCollection.Name)]
public sealed class DrainTests : IAsyncDisposable
{
    private const int SigInt = 2;
    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Drain_Turned_IsInAHeartbeatAtOnce()
    {
        await _provider.StartAsync(("Heartbeat:Interval", "1h"));
        await _provider.UntilSaidAsync("Heartbeat: 0 active");

        (await _provider.CliAsync("drain")).ExitCode.ShouldBe(0);
        await _provider.UntilSaidAsync("draining: True");
        await UntilBeatAsync(draining: true);

        (await _provider.CliAsync("drain", "--off")).ExitCode.ShouldBe(0);
        await UntilBeatAsync(draining: false);
    }

    [Fact]
    public async Task DrainWait_LeaseEndsAfterARestart_ReturnsWithIt()
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("idle", 600);

        var wait = _provider.CliAsync("drain", "--wait");
        await UntilDrainingAsync();
        await _provider.RestartAsync();
        wait.IsCompleted.ShouldBeFalse("the lease still runs");
        await _provider.Api.ReleaseAsync(lease.LeaseId);
        var result = await wait;

        result.ExitCode.ShouldBe(0, result.Error);
        result.Error.ShouldContain("1 lease left");
        (await _provider.Api.FindAsync(lease.LeaseId)).EndReason.ShouldBe("released");
        (await _provider.Api.SubmitAsync("idle", 60)).Code.ShouldBe("draining");
    }

    [Fact]
    public async Task DrainWait_Interrupted_LeavesTheDrainOnAndTheLeaseAlone()
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("idle", 60);
        using var wait = ProviderProgram.Start(_provider.Site, ["drain", "--wait"]);
        await UntilDrainingAsync();
        (await wait.StandardError.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("1 lease left");

        await TestEngine.RunAsync("kill", $"-{SigInt}", $"{wait.Id}");
        await wait.WaitForExitAsync(TestContext.Current.CancellationToken);

        (await wait.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldContain("goes on draining");
        wait.ExitCode.ShouldNotBe(0);
        (await _provider.Api.SubmitAsync("idle", 60)).Code.ShouldBe("draining");
        (await _provider.Api.FindAsync(lease.LeaseId)).State.ShouldBe("active");
    }

    private async Task UntilDrainingAsync()
    {
        while (!(await _provider.Api.GetAsync("/v1/status")).Json.GetProperty("draining").GetBoolean())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private async Task UntilBeatAsync(bool draining)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (Read() != draining)
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(5), "no heartbeat says so");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private bool Read()
    {
        using var beat = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_provider.Site.RuntimeDirectory, "heartbeat.json")));
        return beat.RootElement.GetProperty("draining").GetBoolean();
    }
}
#pragma warning restore RS0030
