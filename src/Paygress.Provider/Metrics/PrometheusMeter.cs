using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Text;
using Prometheus;

namespace Paygress.Provider.Metrics;

/// <summary>The counters and histograms of <c>GET /metrics</c>.</summary>
internal sealed class PrometheusMeter : IProviderMeter
{
    // From a warm start to an image pull that took all its time.
    private static readonly double[] SpawnBuckets = [0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300, 900];

    // Milliseconds are the aim; a provider that was down may be hours late.
    private static readonly double[] LatenessBuckets = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 15, 60, 300, 3600];
    private static readonly double[] EvictionBuckets = [0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 300, 900];
    private static readonly double[] DockerBuckets = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 60];

    private readonly Histogram _spawns;
    private readonly Histogram _lateness;
    private readonly Histogram _evictions;
    private readonly Counter _evictionFailures;
    private readonly Counter _heartbeats;
    private readonly Histogram _docker;
    private readonly Counter _dockerFailures;

    public PrometheusMeter(CollectorRegistry registry)
    {
        var metrics = Prometheus.Metrics.WithCustomRegistry(registry);
        _spawns = metrics.CreateHistogram("paygress_spawn_duration_seconds", "From a request's acceptance to its end: active, rejected or failed.", ["ending"], Buckets(SpawnBuckets));
        _lateness = metrics.CreateHistogram("paygress_eviction_lateness_seconds", "From the end of a lease to the moment it was seen to be over.", Buckets(LatenessBuckets));
        _evictions = metrics.CreateHistogram("paygress_eviction_duration_seconds", "From the moment a lease began to be taken down until nothing of it was left.", ["reason"], Buckets(EvictionBuckets));
        _evictionFailures = metrics.CreateCounter("paygress_eviction_failures_total", "Tries at taking a lease down that did not reach the end.");
        _heartbeats = metrics.CreateCounter("paygress_heartbeats_total", "Heartbeats handed to a publisher: published or failed.", ["publisher", "ending"]);
        _docker = metrics.CreateHistogram("paygress_docker_call_duration_seconds", "What docker was asked, by its first word; streams are left out.", ["verb"], Buckets(DockerBuckets));
        _dockerFailures = metrics.CreateCounter("paygress_docker_call_failures_total", "What docker refused, did not answer in time, or was not asked.", ["verb", "ending"]);
    }

    public void SpawnEnded(SpawnEnding ending, TimeSpan took) => _spawns.WithLabels(EnumText<SpawnEnding>.Of(ending)).Observe(took.TotalSeconds);

    public void Expired(TimeSpan late) => _lateness.Observe(late.TotalSeconds);

    public void EvictionEnded(EndReason reason, TimeSpan took) => _evictions.WithLabels(EnumText<EndReason>.Of(reason)).Observe(took.TotalSeconds);

    public void EvictionFailed() => _evictionFailures.Inc();

    public void HeartbeatPublished(string publisher, bool succeeded) => _heartbeats.WithLabels(publisher, succeeded ? "published" : "failed").Inc();

    public void DockerAsked(string verb, DockerCallEnding ending, TimeSpan took)
    {
        if (ending is not DockerCallEnding.NotAsked)
        {
            _docker.WithLabels(verb).Observe(took.TotalSeconds);
        }

        if (ending is not DockerCallEnding.Done)
        {
            _dockerFailures.WithLabels(verb, EnumText<DockerCallEnding>.Of(ending)).Inc();
        }
    }

    private static HistogramConfiguration Buckets(double[] bounds) => new() { Buckets = bounds };
}
