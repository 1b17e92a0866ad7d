using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Contract;

[Collection(DaemonCollection.Name)]
public sealed class ImagePullTests : IClassFixture<LocalRegistry>, IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        if (await TestEngine.ListAsync("images", "--quiet", LocalRegistry.Image) is { IsEmpty: false })
        {
            await TestEngine.DockerAsync("rmi", LocalRegistry.Image);
        }
    }

    [Fact]
    public async Task Spawn_ImageMissing_IsPulledOnceForAllWhoWait()
    {
        await StartAsync(("Docker:PullPolicy", "missing"));
        var asked = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => SubmitAsync(LocalRegistry.Image)));

        var steps = new HashSet<string?>();
        ImmutableArray<LeaseMessage> now;
        do
        {
            now = [.. await Task.WhenAll(asked.Select(l => _provider.Api.FindAsync(l.LeaseId)))];
            steps.UnionWith(now.Select(l => l.Progress));
        }
        while (now.Any(l => l.State is "queued" or "provisioning"));

        now.ShouldAllBe(l => l.State == "active");
        steps.ShouldContain(s => s != null && s.StartsWith("pulling", StringComparison.OrdinalIgnoreCase), string.Join("; ", steps));
    }

    [Fact]
    public async Task Spawn_PolicyNever_IsImageNotFound()
    {
        await StartAsync(("Docker:PullPolicy", "never"));

        await FailsAsync(LocalRegistry.Image, "image_not_found");
    }

    [Fact]
    public async Task Spawn_ImageThatTheRegistryDoesNotHave_IsImageNotFound()
    {
        await StartAsync(("Docker:PullPolicy", "missing"));

        await FailsAsync($"{LocalRegistry.Address}/small/nothing:1", "image_not_found");
    }

    [Fact]
    public async Task Spawn_RegistryThatNeverAnswers_FailsAtTheDeadlineAndDelaysNobody()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await StartAsync(("Docker:PullPolicy", "missing"), ("Docker:PullTimeout", "12s"), ("Spawn:Concurrency", "1"));
        var began = TimeProvider.System.GetTimestamp();
        var stuck = await SubmitAsync($"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/a/b:1");
        await _provider.Api.UntilAsync(stuck.LeaseId, l => l.Progress?.StartsWith("pulling", StringComparison.OrdinalIgnoreCase) == true);

        (await _provider.Api.SpawnAsync("idle", 60)).State.ShouldBe("active");

        (await _provider.Api.FindAsync(stuck.LeaseId)).State.ShouldBe("provisioning");
        var failed = await _provider.Api.FollowAsync(stuck.RequestId);
        failed.Code.ShouldBe("image_pull_failed", failed.LastError);
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(23));
    }

    private Task StartAsync(params (string, string)[] settings) => _provider.StartAsync([("Images:Allowed:0", "127.0.0.1:*"), .. settings]);

    private async Task<LeaseMessage> SubmitAsync(string image) =>
        (await _provider.Api.SubmitAsync(new SpawnMessage { Image = image, DurationSeconds = 60 })).Lease;

    private async Task FailsAsync(string image, string code)
    {
        var lease = await _provider.Api.FollowAsync((await SubmitAsync(image)).RequestId);

        var ended = await _provider.Api.UntilAsync(lease.LeaseId, l => l.State is "failed");
        ended.Code.ShouldBe(code, ended.LastError);
        ended.LastError!.ShouldNotBeEmpty();
    }
}
