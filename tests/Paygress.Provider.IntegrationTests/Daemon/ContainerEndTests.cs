using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

[Collection(DaemonCollection.Name)]
public sealed class ContainerEndTests : IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Exit_WithFailure_IsStartedAgainWithBackOff()
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("failing", 600);

        var after = await _provider.Api.UntilAsync(lease.LeaseId, l => l.Restarts == 2);

        after.State.ShouldBe("active");
        var events = await _provider.Api.EventsAsync(lease.LeaseId);
        var exits = events.Where(e => e.Event == "ContainerExited").ToList();
        var restarts = events.Where(e => e.Event == "ContainerRestarted").ToList();
        exits[0].Detail.ShouldBe("exit code 3");
        (restarts[0].At - exits[0].At).TotalSeconds.ShouldBeInRange(1, 4);
        (restarts[1].At - exits[1].At).TotalSeconds.ShouldBeInRange(2, 6);
        (await _provider.Api.AuditAsync()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Exit_WithSuccess_IsBelievedAndLeft()
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("done", 600);

        await _provider.Api.UntilAsync(lease.LeaseId, l => l.Container?.Status == "exited");
        var start = TimeProvider.System.GetTimestamp();
        while ((await _provider.Api.EventsAsync(lease.LeaseId)).All(e => e.Event != "ContainerCompleted"))
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(60));
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        var after = await _provider.Api.FindAsync(lease.LeaseId);
        (after.State, after.Restarts, after.Container!.Status).ShouldBe(("active", 0, "exited"));
        (await _provider.Api.AuditAsync()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Remove_ByHand_EndsTheLeaseAsLost()
    {
        await _provider.StartAsync(("Cleanup:SweepInterval", "1s"));
        var lease = await _provider.Api.SpawnAsync("hello", 600);

        await TestEngine.DockerAsync("rm", "--force", $"paygress-{lease.Vmid}");

        await ShouldEndAsLostAsync(lease.LeaseId);
    }

    [Fact]
    public async Task Remove_ByHandWhileItWaitsForItsRestart_EndsTheLeaseAsLost()
    {
        await _provider.StartAsync(("Cleanup:SweepInterval", "1s"));
        var lease = await _provider.Api.SpawnAsync("idle", 600);

        await TestEngine.DockerAsync("kill", $"paygress-{lease.Vmid}");
        await TestEngine.DockerAsync("rm", $"paygress-{lease.Vmid}");

        await ShouldEndAsLostAsync(lease.LeaseId);
    }

    private async Task ShouldEndAsLostAsync(string leaseId)
    {
        var ended = await _provider.Api.UntilAsync(leaseId, l => l.EndedAt is not null, TimeSpan.FromSeconds(20));
        (ended.State, ended.EndReason).ShouldBe(("ended", "container_lost"));
        await _provider.CheckNothingLeftAsync();
    }
}
