using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.UnitTests.Metrics;

public sealed class PrometheusMeterTests
{
    private readonly MetricsWorld _page = new();

    [Fact]
    public async Task Measured_Times_AreInTheirBuckets()
    {
        _page.Meter.SpawnEnded(SpawnEnding.Active, TimeSpan.FromSeconds(1.5));
        _page.Meter.Expired(TimeSpan.FromMilliseconds(7));
        _page.Meter.EvictionEnded(EndReason.Expired, TimeSpan.FromSeconds(3));

        var lines = await _page.ReadAsync();

        lines.ShouldContain("paygress_spawn_duration_seconds_bucket{ending=\"active\",le=\"1\"} 0");
        lines.ShouldContain("paygress_spawn_duration_seconds_bucket{ending=\"active\",le=\"2\"} 1");
        lines.ShouldContain("paygress_spawn_duration_seconds_sum{ending=\"active\"} 1.5");
        lines.ShouldContain("paygress_eviction_lateness_seconds_bucket{le=\"0.01\"} 1");
        lines.ShouldContain("paygress_eviction_duration_seconds_bucket{reason=\"expired\",le=\"4\"} 1");
    }

    [Fact]
    public async Task Measured_DockerCalls_HaveTimesAndFailures()
    {
        _page.Meter.DockerAsked("ps", DockerCallEnding.Done, TimeSpan.FromMilliseconds(30));
        _page.Meter.DockerAsked("ps", DockerCallEnding.Silent, TimeSpan.FromSeconds(20));
        _page.Meter.DockerAsked("volume create", DockerCallEnding.NotAsked, TimeSpan.Zero);

        var lines = await _page.ReadAsync();

        lines.ShouldContain("paygress_docker_call_duration_seconds_count{verb=\"ps\"} 2");
        lines.ShouldContain("paygress_docker_call_failures_total{verb=\"ps\",ending=\"silent\"} 1");
        lines.ShouldContain("paygress_docker_call_failures_total{verb=\"volume create\",ending=\"not_asked\"} 1");
        lines.ShouldNotContain(l => l.StartsWith("paygress_docker_call_duration_seconds_count{verb=\"volume create\"}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Measured_Heartbeats_AreCountedByPublisher()
    {
        await _page.Publishing.PublishOnceAsync(World.Token);

        (await _page.ReadAsync()).ShouldContain("paygress_heartbeats_total{publisher=\"test\",ending=\"published\"} 1");
    }
}
