using System.Collections.Immutable;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

[Collection(DaemonCollection.Name)]
public sealed class CrashTests : IAsyncDisposable
{
    private const int Kills = 30;
    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Kill_AtAnyMoment_LosesNoLeaseAndMakesNoneTwice()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        // Kills come faster than evictions: at times nearly all that was asked for is still held.
        await _provider.StartAsync(("Cleanup:SweepInterval", "1s"), ("Capacity:MaxLeases", "100"));
        await using var watch = new ContainerWatch(_provider.InstanceId);
        LeaseMessage[] staying = [await _provider.Api.SpawnAsync("hello", 3600), await _provider.Api.SpawnAsync("idle", 3600)];
        var before = await Task.WhenAll(staying.Select(RunAsync));
        var requests = new List<SpawnMessage>();

        for (var kill = 0; kill < Kills; kill++)
        {
            SpawnMessage[] now = [Request(kill, "hello"), Request(kill, "idle")];
            requests.AddRange(now);
            var sent = Task.WhenAll(now.Select(TrySubmitAsync));
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(900)), TimeProvider.System, TestContext.Current.CancellationToken);
            await _provider.KillAsync();
            await sent;
            await _provider.StartAgainAsync();

            // The caller got no answer: the same request again gives the same lease.
            (await Task.WhenAll(now.Select(_provider.Api.SubmitAsync))).ShouldAllBe(a => (int)a.Status == 200 || (int)a.Status == 202);
        }

        foreach (var request in requests)
        {
            var lease = await _provider.Api.FollowAsync(request.RequestId!);
            await _provider.Api.UntilAsync(lease.LeaseId, l => l.EndedAt is not null);
        }

        (await Task.WhenAll(staying.Select(RunAsync))).ShouldBe(before);
        var all = await _provider.Api.ListAsync(all: true);
        Check(requests, all, watch);
        Count(all);
    }

    [Fact]
    public async Task Start_LeasesOverdueByThen_EndsThemAtOnce()
    {
        await _provider.StartAsync();
        await using var watch = new ContainerWatch(_provider.InstanceId);
        var staying = await _provider.Api.SpawnAsync("idle", 600);
        var overdue = await _provider.Api.SpawnAsync("hello", 3);
        await _provider.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System, TestContext.Current.CancellationToken);
        watch.Of(overdue.LeaseId, "die").ShouldBeEmpty();

        await _provider.StartAgainAsync();
        var ready = TimeProvider.System.GetUtcNow();

        (await _provider.Api.FindAsync(overdue.LeaseId)).State.ShouldBeOneOf("evicting", "ended");
        (await watch.DeathAsync(overdue.LeaseId) - ready).ShouldBeLessThan(TimeSpan.FromSeconds(3));
        var ended = await _provider.Api.UntilAsync(overdue.LeaseId, l => l.EndedAt is not null);
        (ended.State, ended.EndReason).ShouldBe(("ended", "expired"));
        (await _provider.Api.FindAsync(staying.LeaseId)).State.ShouldBe("active");
    }

    private static SpawnMessage Request(int kill, string template) => new() { RequestId = $"kill-{kill}-{template}", Template = template, DurationSeconds = 1 };

    private async Task TrySubmitAsync(SpawnMessage request)
    {
        try
        {
            await _provider.Api.SubmitAsync(request);
        }
        catch (HttpRequestException)
        {
            // Killed before or while it answered.
        }
    }

    private static async Task<(string, int)> RunAsync(LeaseMessage lease)
    {
        var state = (await TestEngine.InspectAsync("container", $"paygress-{lease.Vmid}")).GetProperty("State");
        return (state.GetProperty("StartedAt").GetString()!, state.GetProperty("Pid").GetInt32());
    }

    private static void Check(List<SpawnMessage> requests, ImmutableArray<LeaseMessage> all, ContainerWatch watch)
    {
        foreach (var request in requests)
        {
            var lease = all.Where(l => l.RequestId == request.RequestId).ShouldHaveSingleItem();
            lease.State.ShouldBeOneOf("ended", "failed");
            lease.EndReason.ShouldBeOneOf(["expired", "provision_failed"], $"{request.RequestId}: {lease.Code}: {lease.LastError}");
            lease.Restarts.ShouldBe(0, request.RequestId);
            watch.Of(lease.LeaseId, "start").Length.ShouldBeLessThanOrEqualTo(1, request.RequestId);
            if (lease.EndReason == "expired")
            {
                watch.Of(lease.LeaseId, "die").ShouldHaveSingleItem().At.ShouldBeGreaterThanOrEqualTo(lease.ExpiresAt!.Value, request.RequestId);
            }
        }
    }

    private static void Count(ImmutableArray<LeaseMessage> all) =>
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", all.CountBy(l => $"{l.State} {l.EndReason} {l.Code}").Select(c => $"{c.Value} {c.Key}")));
}
