using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

[Collection(DaemonCollection.Name)]
public sealed class ManyLeasesTests : IAsyncDisposable
{
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstLength = TimeSpan.FromSeconds(60);
    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Spawn_MoreAtOnceThanThereIsRoom_GivesTwelveAndRefusesEight()
    {
        await _provider.StartAsync(("Capacity:MaxLeases", "12"), ("Templates:web:Image", TestImages.Idle), ("Templates:web:Ports:0", "80/tcp"), ("Templates:web:Ports:1", "81/tcp"));

        var leases = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _provider.Api.SpawnAsync("web", 600)));

        var active = leases.Where(l => l.State == "active").ToList();
        active.Count.ShouldBe(12);
        active.Select(l => l.Vmid).ShouldBeUnique();
        active.SelectMany(l => l.Ports).Select(p => p.HostPort).ShouldBeUnique();
        active.Sum(l => l.Ports.Count).ShouldBe(24);
        leases.Except(active).Select(l => $"{l.State} {l.EndReason} {l.Code}").ShouldAllBe(l => l == "failed rejected no_capacity");
        (await _provider.OfOursAsync("ps", "--quiet")).Length.ShouldBe(12);
    }

    [Fact]
    public async Task Evict_ThirtyAtOneInstant_StubbornOnesDelayNobody()
    {
        await _provider.StartAsync(("Heartbeat:Interval", "1s"));
        await using var watch = new ContainerWatch(_provider.InstanceId);
        var begin = TimeProvider.System.GetUtcNow();
        var templates = Enumerable.Range(0, 30).Select(i => i % 3 == 0 ? "stubborn" : i % 3 == 1 ? "idle" : "hello");
        var leases = await Task.WhenAll(templates.Select(t => _provider.Api.SpawnAsync(t, (int)FirstLength.TotalSeconds)));
        leases.ShouldAllBe(l => l.State == "active");
        var spawned = TimeProvider.System.GetUtcNow() - begin;

        // A lease can be made longer but not shorter: all are brought to the second of the last one.
        var last = leases.Max(l => l.ExpiresAt)!.Value;
        var ends = (await Task.WhenAll(leases.Select(l => ExtendAsync(l, last)))).ToDictionary(l => l.LeaseId, l => l.ExpiresAt!.Value);
        (ends.Values.Max() - ends.Values.Min()).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(1));

        var said = _provider.Log.Length;
        var late = new Dictionary<string, TimeSpan>();
        foreach (var lease in leases)
        {
            late[lease.LeaseId] = await watch.DeathAsync(lease.LeaseId) - ends[lease.LeaseId];
        }

        await _provider.Api.UntilNoneAsync();
        var gone = (await _provider.Api.ListAsync(all: true)).Max(l => l.EndedAt!.Value - ends[l.LeaseId]);

        late.Values.ShouldAllBe(l => l >= TimeSpan.Zero);
        var others = leases.Where(l => l.Template != "stubborn").Select(l => late[l.LeaseId]).Order().ToList();
        var stubborn = leases.Where(l => l.Template == "stubborn").Max(l => late[l.LeaseId]);
        var median = others[others.Count / 2];
        var gap = BeatLog.LongestPause(_provider.Log.Skip(said));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"30 spawned in {spawned.TotalSeconds:0.0} s; others dead after median {median.TotalMilliseconds:0} ms, worst {others[^1].TotalMilliseconds:0} ms; stubborn {stubborn.TotalMilliseconds:0} ms; all traces gone after {gone.TotalMilliseconds:0} ms; longest pause of heartbeats {gap.TotalSeconds:0.0} s");
        stubborn.ShouldBeLessThanOrEqualTo(StopGrace + (4 * median));
        others[^1].ShouldBeLessThanOrEqualTo(stubborn);

        // At an interval of one.
        gap.ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }

    private async Task<LeaseMessage> ExtendAsync(LeaseMessage lease, DateTimeOffset end)
    {
        var seconds = (long)(end - lease.ExpiresAt!.Value).TotalSeconds;
        return seconds == 0
            ? lease
            : (await _provider.Api.PostAsync($"/v1/leases/{lease.LeaseId}/extend", $$"""{"request_id":"extend-{{lease.Vmid}}","duration_seconds":{{seconds}}}""")).Lease;
    }
}
