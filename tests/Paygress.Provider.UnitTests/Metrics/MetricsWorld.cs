using System.Text;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Paygress.Provider.Api;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Metrics;
using Paygress.Provider.TestSupport;
using Paygress.Provider.UnitTests.Heartbeats;
using Prometheus;

namespace Paygress.Provider.UnitTests.Metrics;

/// <summary>The page of metrics over the fakes.</summary>
internal sealed class MetricsWorld
{
    private readonly CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();
    private readonly ProviderGauges _gauges;

    public MetricsWorld()
    {
        Meter = new PrometheusMeter(_registry);
        Health = new LoopHealth(World.Time);
        Audit = new LastAudit(World.Reconciler, World.Clock, World.Time);
        Publishing = new HeartbeatPublishing(HeartbeatComposers.Of(World), [new Publisher()], Options.Create(new HeartbeatOptions()), Meter, World.Time, new FakeLogger<HeartbeatPublishing>());
        var identity = new ProviderIdentity("node-1", "instance", "1.0", Some.Now);
        var reader = new StatusReader(
            HeartbeatComposers.Of(World),
            Publishing,
            World.Books.Leases,
            World.Queue,
            Health,
            World.Capabilities,
            World.Health,
            new LeaseMapper("host", World.Progress, World.Clock, World.Time),
            identity,
            Options.Create(new CapacityOptions()),
            Options.Create(World.Spawn),
            World.Clock,
            World.Time);
        _gauges = new ProviderGauges(_registry, reader, Audit, World.Capabilities, identity, Options.Create(new HeartbeatOptions()), World.Clock, World.Time);
    }

    public World World { get; } = new();

    public PrometheusMeter Meter { get; }

    public LoopHealth Health { get; }

    public LastAudit Audit { get; }

    public HeartbeatPublishing Publishing { get; }

    /// <summary>The page's lines.</summary>
    public async Task<string[]> ReadAsync()
    {
        (await _gauges.ReadAsync(World.Token)).ShouldBeTrue();
        using var page = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(page, World.Token);
        return Encoding.UTF8.GetString(page.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed class Publisher : IHeartbeatPublisher
    {
        public string Name => "test";

        public Task PublishAsync(Heartbeat heartbeat, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
