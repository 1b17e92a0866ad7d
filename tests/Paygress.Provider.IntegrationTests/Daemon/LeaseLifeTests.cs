using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

[Collection(DaemonCollection.Name)]
public sealed class LeaseLifeTests : IAsyncDisposable
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(2);
    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Spawn_HelloForFiveSeconds_AnswersEndsOnTheDotAndLeavesNothing()
    {
        await _provider.StartAsync();
        await using var watch = new ContainerWatch(_provider.InstanceId);

        var spawned = await _provider.CliAsync("spawn", "--template", "hello", "--duration", "5s", "--json");
        spawned.ExitCode.ShouldBe(0, spawned.Error);
        var lease = spawned.Json;
        var id = lease.GetProperty("lease_id").GetString()!;
        var vmid = lease.GetProperty("vmid").GetInt32();
        lease.GetProperty("state").GetString().ShouldBe("active");
        (await PageAsync(lease.GetProperty("ports")[0].GetProperty("host_port").GetInt32())).ShouldContain($"hello from paygress-{vmid}");

        var late = await watch.DeathAsync(id) - lease.GetProperty("expires_at").GetDateTimeOffset();
        TestContext.Current.TestOutputHelper?.WriteLine($"dead {late.TotalMilliseconds:0} ms after the end");
        late.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
        late.ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1) + StopGrace);

        await _provider.Api.UntilNoneAsync();
        await _provider.CheckNothingLeftAsync();
        var ended = (await _provider.CliAsync("leases", "--all", "--json")).Json.GetProperty("leases").EnumerateArray().Single();
        (ended.GetProperty("state").GetString(), ended.GetProperty("end_reason").GetString()).ShouldBe(("ended", "expired"));
        (await _provider.CliAsync("inspect", id, "--json")).Json.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("event").GetString())
            .ShouldBe(["Enqueued", "Admitted", "ImageReady", "Started", "Expired", "VerifiedGone"]);
        (await _provider.CliAsync("audit")).ExitCode.ShouldBe(0);
    }

    private static async Task<string> PageAsync(int port)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"));
            }
            catch (HttpRequestException) when (tries < 40)
            {
                // The container runs, its web server comes up.
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }
}
