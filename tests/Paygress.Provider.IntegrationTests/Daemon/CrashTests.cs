using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

[Collection(DaemonCollection.Name)]
public sealed class CrashTests : IAsyncDisposable
{
    private const int Kills = 50;
    private const int Measures = 5;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private readonly ProviderProcess _provider = new();
    private readonly ConcurrentDictionary<string, HttpStatusCode> _answers = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    /// <remarks>Without encrypted leases, as the machine that runs this may have no device-mapper: tests/host/scenarios/kill-nine.sh has ten of them.</remarks>
    [Fact]
    public async Task Kill_AtAnyMoment_LosesNoLeaseAndMakesNoneTwice()
    {
        var random = TestSeed.MakeRandom();
        // Kills come faster than evictions: at times nearly all that was asked for is still held.
        await _provider.StartAsync(("Cleanup:SweepInterval", "1s"), ("Capacity:MaxLeases", "100"));
        await using var watch = new ContainerWatch(_provider.InstanceId);
        LeaseMessage[] staying = [await _provider.Api.SpawnAsync("hello", 3600), await _provider.Api.SpawnAsync("idle", 3600)];
        var before = await Task.WhenAll(staying.Select(RunAsync));
        var ready = await MeasureStartAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"start to READY after a kill: {ready.TotalMilliseconds:0} ms");
        var requests = new List<SpawnMessage>();

        await _provider.KillAsync();
        for (var kill = 0; kill < Kills; kill++)
        {
            requests.AddRange(Request(kill, "hello"), Request(kill, "idle"));
            await LiveAsync(ready * (0.2 + (2.8 * random.NextDouble())), [.. requests.Where(r => !_answers.ContainsKey(r.RequestId!))]);
        }

        // With or without an answer before: the same request again gives the same lease.
        await _provider.StartAgainAsync();
        (await Task.WhenAll(requests.Select(_provider.Api.SubmitAsync))).ShouldAllBe(a => (int)a.Status == 200 || (int)a.Status == 202);
        foreach (var request in requests)
        {
            var lease = await _provider.Api.FollowAsync(request.RequestId!);
            await _provider.Api.UntilAsync(lease.LeaseId, l => l.EndedAt is not null);
        }

        (await Task.WhenAll(staying.Select(RunAsync))).ShouldBe(before, "those that stay were touched");
        var all = await _provider.Api.ListAsync(all: true);
        foreach (var request in requests)
        {
            await CheckAsync(all.Where(l => l.RequestId == request.RequestId).ShouldHaveSingleItem(request.RequestId), watch);
        }

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

    private async Task<TimeSpan> MeasureStartAsync()
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < Measures; i++)
        {
            await _provider.KillAsync();
            var start = TimeProvider.System.GetTimestamp();
            await _provider.StartAgainAsync();
            times.Add(TimeProvider.System.GetElapsedTime(start));
        }

        return times.Order().ElementAt(Measures / 2);
    }

    /// <summary>Starts the daemon, gives it requests as soon as it takes any, and kills it at an age.</summary>
    private async Task LiveAsync(TimeSpan age, ImmutableArray<SpawnMessage> requests)
    {
        _provider.Launch();
        using var killed = new CancellationTokenSource();
        var sent = Task.WhenAll(requests.Select(r => SubmitAsync(r, killed.Token)));
        await Task.Delay(age, TimeProvider.System, TestContext.Current.CancellationToken);
        _provider.IsRunning.ShouldBeTrue("the provider ended before it was killed");
        await _provider.KillAsync();
        await killed.CancelAsync();
        await sent;
    }

    private async Task SubmitAsync(SpawnMessage request, CancellationToken killed)
    {
        while (!killed.IsCancellationRequested)
        {
            try
            {
                _answers[request.RequestId!] = (await _provider.Api.SubmitAsync(request)).Status;
                return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet, or killed before or while it answered.
                await Task.Delay(Look, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private static async Task<(string, int)> RunAsync(LeaseMessage lease)
    {
        var state = (await TestEngine.InspectAsync("container", $"paygress-{lease.Vmid}")).GetProperty("State");
        return (state.GetProperty("StartedAt").GetString()!, state.GetProperty("Pid").GetInt32());
    }

    private static async Task CheckAsync(LeaseMessage lease, ContainerWatch watch)
    {
        var told = $"{lease.RequestId}, {lease.Vmid}: {lease.State}, {lease.EndReason}, {lease.Code}: {lease.LastError}";
        lease.State.ShouldBeOneOf(["ended", "failed"], told);

        // What is still held while kills come faster than evictions may be more than the machine's disk, and nothing else of it.
        var isDiskFull = lease is { EndReason: "rejected", Code: "no_capacity" } && lease.LastError!.Contains("GB of storage", StringComparison.Ordinal);
        (isDiskFull ? "expired" : lease.EndReason).ShouldBeOneOf(["expired", "provision_failed"], told);
        lease.Restarts.ShouldBe(0, told);
        watch.Of(lease.LeaseId, "start").Length.ShouldBeLessThanOrEqualTo(1, told);
        if (lease.EndReason == "expired")
        {
            (await watch.DeathAsync(lease.LeaseId)).ShouldBeGreaterThanOrEqualTo(lease.ExpiresAt!.Value, told);
            watch.Of(lease.LeaseId, "die").ShouldHaveSingleItem(told);
        }
    }

    private static void Count(ImmutableArray<LeaseMessage> all)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", all.CountBy(l => $"{l.State} {l.EndReason} {l.Code}").Select(c => $"{c.Value} {c.Key}")));
        all.Count(l => l.EndReason == "expired").ShouldBeGreaterThanOrEqualTo(Kills / 2, "most of them ran");
    }
}
