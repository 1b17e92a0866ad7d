using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Contract;

[Collection(DaemonCollection.Name)]
public sealed class QueueTests : IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();
    private readonly HeldDocker _docker;

    public QueueTests() => _docker = new HeldDocker(_provider.Site);

    public async ValueTask DisposeAsync()
    {
        _docker.LetGo();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Submit_QueueFull_IsRefusedUntilThereIsRoom()
    {
        await StartAsync(("Spawn:QueueLimit", "2"));
        var working = await WorkingAsync();
        var waiting = (await _provider.Api.SubmitAsync("idle", 60)).Lease;
        ApiAnswer last;
        do
        {
            last = await _provider.Api.SubmitAsync("idle", 60);
        }
        while ((int)last.Status == 202);

        ContractProvider.CheckProblem(last, 429, "too_many_requests");
        Directory.GetFiles(Path.Combine(_provider.Site.DataDirectory, "requests")).Length.ShouldBeLessThanOrEqualTo(3);
        (await _provider.Api.ReleaseAsync(waiting.LeaseId)).Lease.EndReason.ShouldBe("released");
        (await _provider.Api.SubmitAsync("idle", 60)).Lease.State.ShouldBe("queued");
        _docker.LetGo();
        (await _provider.Api.FollowAsync(working.RequestId)).State.ShouldBe("active");
    }

    [Fact]
    public async Task Release_QueuedRequest_EndsItAndNothingIsMade()
    {
        await StartAsync();
        await WorkingAsync();
        var waiting = (await _provider.Api.SubmitAsync(new SpawnMessage { Template = "idle", DurationSeconds = 60, Env = new() { ["A"] = "1" } })).Lease;

        var released = (await _provider.Api.ReleaseAsync(waiting.LeaseId)).Lease;

        // It never became active, hence failed.
        (released.State, released.EndReason, released.Vmid).ShouldBe(("failed", "released", null));
        File.Exists(Path.Combine(_provider.Site.DataDirectory, "requests", waiting.RequestId + ".env")).ShouldBeFalse();
    }

    [Fact]
    public async Task Queued_LongerThanTheTimeout_IsRejected()
    {
        // Until docker was looked at for the first time all wait.
        _docker.LetGo();
        await StartAsync(("Spawn:QueueTimeout", "5s"));
        await _provider.Api.SpawnAsync("idle", 60);
        _docker.Hold();
        await WorkingAsync();
        var waiting = (await _provider.Api.SubmitAsync("idle", 60)).Lease;
        await Task.Delay(TimeSpan.FromMilliseconds(5500), TimeProvider.System, TestContext.Current.CancellationToken);
        _docker.LetGo();

        var failed = await _provider.Api.FollowAsync(waiting.RequestId);

        (failed.State, failed.EndReason, failed.Code).ShouldBe(("failed", "rejected", "no_capacity"));
        failed.LastError!.ShouldContain("waited longer than 5s");
    }

    [Fact]
    public async Task Drain_NewRequests_AreRefusedOverARestartUntilItIsTurnedOff()
    {
        _docker.LetGo();
        await StartAsync();
        var known = (await _provider.Api.SubmitAsync(Named("known"))).Lease;
        (await _provider.CliAsync("drain", "--json")).ExitCode.ShouldBe(0);

        ContractProvider.CheckProblem(await _provider.Api.SubmitAsync(Named("new")), 503, "draining");
        ((int)(await _provider.Api.SubmitAsync(Named("known"))).Status).ShouldBe(200);
        await _provider.RestartAsync();
        ContractProvider.CheckProblem(await _provider.Api.SubmitAsync(Named("new")), 503, "draining");
        Directory.GetFiles(Path.Combine(_provider.Site.DataDirectory, "requests")).ShouldBeEmpty();
        (await _provider.Api.FollowAsync("known")).LeaseId.ShouldBe(known.LeaseId);

        (await _provider.CliAsync("drain", "--off")).ExitCode.ShouldBe(0);
        (await _provider.Api.SubmitAsync(Named("new"))).Lease.State.ShouldBe("queued");
    }

    private static SpawnMessage Named(string request) => new() { RequestId = request, Template = "idle", DurationSeconds = 60 };

    private Task StartAsync(params (string, string)[] settings) =>
        _provider.StartAsync([("Docker:Program", _docker.Program), ("Spawn:Concurrency", "1"), .. settings]);

    // One request that has the only slot, for as long as docker is held.
    private async Task<LeaseMessage> WorkingAsync()
    {
        var lease = (await _provider.Api.SubmitAsync("idle", 60)).Lease;
        return await _provider.Api.UntilAsync(lease.LeaseId, l => l.Progress == "creating the container");
    }
}
