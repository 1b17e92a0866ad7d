using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

[Collection(DaemonCollection.Name)]
public sealed class MetricsTests : IAsyncDisposable
{
    private const int SigStop = 19;
    private const int SigCont = 18;

    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Scrape_ByARealPrometheus_GivesTheFiguresOfALeasesLife()
    {
        await _provider.StartAsync(("Heartbeat:Interval", "1s"), ("Cleanup:AuditInterval", "1s"));
        await using var bridge = new SocketBridge(_provider.Site.Socket);
        await using var prometheus = new PrometheusServer(Path.Combine(_provider.Site.Root, "prometheus"), Rules, bridge.Port);
        var lease = await _provider.Api.SpawnAsync("hello", 600);

        await prometheus.UntilAsync("paygress_leases{state=\"active\"}", 1);
        await prometheus.UntilAsync("paygress_audit_findings", 0);
        (await prometheus.AskAsync("up{job=\"paygress\"}")).ShouldBe(1);
        (await prometheus.AskAsync("paygress_sold_memory_bytes")).ShouldBe(64 << 20);
        (await prometheus.AskAsync("paygress_spawn_duration_seconds_count{ending=\"active\"}")).ShouldBe(1);
        (await prometheus.AskAsync("sum(paygress_docker_call_duration_seconds_count{verb=\"create\"})")).ShouldBe(1);
        (await prometheus.AskAsync("paygress_heartbeats_total{publisher=\"file\",ending=\"published\"} > 0")).ShouldNotBeNull();
        (await prometheus.AskAsync("paygress_loop_healthy == 0")).ShouldBeNull();
        (await prometheus.AskAsync("paygress_capability_offered{capability=\"leases\"}")).ShouldBe(1);

        await _provider.Api.ReleaseAsync(lease.LeaseId);
        await prometheus.UntilAsync("paygress_eviction_duration_seconds_count{reason=\"released\"}", 1);
        await prometheus.UntilAsync("sum(paygress_leases)", 0);
        (await prometheus.AskAsync("ALERTS{alertstate=\"firing\"}")).ShouldBeNull("nothing is wrong");
    }

    [Fact]
    public async Task Scrape_DockerHangs_AnswersAtOnce()
    {
        await _provider.StartAsync();
        EngineProcess.Signal(SigStop);
        try
        {
            var start = TimeProvider.System.GetTimestamp();
            (await _provider.Api.GetAsync("/metrics")).Body.ShouldContain("# TYPE paygress_leases gauge");
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(2));
        }
        finally
        {
            EngineProcess.Signal(SigCont);
        }
    }

    private static string Rules => Path.Combine(Environment.GetEnvironmentVariable("PAYGRESS_TEST_REPO") ?? "", "deploy/prometheus/alerts.yml");
}
