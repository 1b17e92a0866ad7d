using Microsoft.Extensions.Options;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Core.Text;
using Prometheus;

namespace Paygress.Provider.Metrics;

/// <summary>The gauges of <c>GET /metrics</c>: what status tells, read when somebody asks. Docker is not asked.</summary>
internal sealed class ProviderGauges(
    CollectorRegistry registry,
    StatusReader reader,
    LastAudit audit,
    HostCapabilities capabilities,
    ProviderIdentity identity,
    IOptions<HeartbeatOptions> heartbeat,
    IWallClock wall,
    TimeProvider timeProvider)
{
    private const int MegaShift = 20;
    private const int GigaShift = 30;

    // Once: reckoned anew at each scrape it would move with the wall clock, and look like a restart.
    private readonly DateTimeOffset _startedAt = wall.ToWall(identity.StartedAt);

    private readonly MetricFactory _metrics = Prometheus.Metrics.WithCustomRegistry(registry);

    /// <summary>Reads all; false when the machine could not be measured.</summary>
    public async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (await reader.ReadAsync(cancellationToken) is not { } status)
        {
            return false;
        }

        SetLeases(status);
        SetCapacity(status);
        SetNode(status.Node);
        SetHealth(status);
        SetAudit(audit.Last);
        return true;
    }

    private void SetLeases(StatusMessage status)
    {
        var (name, help) = ("paygress_leases", "Leases in the books, by state.");
        Set(name, help, "state", "queued", status.Leases.Queued);
        Set(name, help, "state", "provisioning", status.Leases.Provisioning);
        Set(name, help, "state", "active", status.Leases.Active);
        Set(name, help, "state", "locked", status.Leases.Locked);
        Set(name, help, "state", "evicting", status.Leases.Evicting);
        Set("paygress_leases_limit", "The most leases at once: Capacity:MaxLeases.", status.MaxLeases);
        Set("paygress_evictions_overdue", "Leases that could not be taken down at the first try and still are not.", status.OverdueEvictions.Count);
        Set("paygress_next_expiry_timestamp_seconds", "When the next lease ends; absent while none runs.", ToUnix(status.NextExpiry));
        Set("paygress_queue_depth", "Requests that wait or are worked on.", status.QueueDepth);
        Set("paygress_queue_limit", "The most that may wait: Spawn:QueueLimit.", status.QueueLimit);
    }

    private void SetCapacity(StatusMessage status)
    {
        Set("paygress_sold_cpu_cores", "Cores that leases have.", status.Reserved.CpuMillicores / 1000.0);
        Set("paygress_sold_memory_bytes", "Memory that leases have.", status.Reserved.MemoryMb << MegaShift);
        Set("paygress_sold_storage_bytes", "Storage that leases have.", status.Reserved.StorageGb << GigaShift);
        Set("paygress_free_cpu_cores", "Cores that can still be sold.", status.Available.CpuMillicores / 1000.0);
        Set("paygress_free_memory_bytes", "Memory that can still be sold.", status.Available.MemoryMb << MegaShift);
        Set("paygress_free_storage_bytes", "Storage that can still be sold.", status.Available.StorageGb << GigaShift);
    }

    private void SetNode(NodeMessage node)
    {
        Set("paygress_node_cpu_usage_ratio", "How busy the machine's cores are, 0 to 1.", node.CpuUsage);
        Set("paygress_node_memory_used_bytes", "Memory in use on the machine.", node.MemoryUsed);
        Set("paygress_node_memory_bytes", "Memory of the machine.", node.MemoryTotal);
        Set("paygress_node_disk_used_bytes", "In use on the file system of the data directory.", node.DiskUsed);
        Set("paygress_node_disk_bytes", "Size of the file system of the data directory.", node.DiskTotal);
    }

    private void SetHealth(StatusMessage status)
    {
        var now = wall.ToWall(timeProvider.GetUtcNow());
        _metrics.CreateGauge("paygress_build_info", "The build that runs; always 1.", ["build"]).WithLabels(status.Build).Set(1);
        Set("paygress_start_timestamp_seconds", "When the provider started.", ToUnix(_startedAt));
        Set("paygress_draining", "1 while no new lease is taken.", status.Draining ? 1 : 0);
        Set("paygress_docker_silent_seconds", "For how long docker has given no answer; 0 while it does.", (now - status.DockerSilentSince)?.TotalSeconds ?? 0);
        Set("paygress_heartbeat_last_timestamp_seconds", "When a heartbeat last went out; absent before the first.", ToUnix(status.LastHeartbeatAt));
        Set("paygress_heartbeat_interval_seconds", "From one heartbeat to the next: Heartbeat:Interval.", heartbeat.Value.Interval.TotalSeconds);
        foreach (var loop in status.Loops)
        {
            Set("paygress_loop_healthy", "1 while the loop makes its turns, and the last one went well.", "loop", loop.Name, loop.Healthy ? 1 : 0);
        }

        var offered = capabilities.Offered;
        foreach (var capability in Enum.GetValues<HostCapability>())
        {
            Set("paygress_capability_offered", "1 while this host can offer it; check says why not.", "capability", EnumText<HostCapability>.Of(capability), offered.Contains(capability) ? 1 : 0);
        }
    }

    private void SetAudit(LastAudit.Result? last)
    {
        Set("paygress_audit_findings", "What books and host did not agree on at the last audit; absent before the first.", last?.Findings.Length);
        Set("paygress_audit_last_timestamp_seconds", "When books and host were last compared; absent before the first.", ToUnix(last?.At));
    }

    // Creating one that is there gives the one that is there.
    private void Set(string name, string help, double? value)
    {
        var gauge = _metrics.CreateGauge(name, help, new GaugeConfiguration { SuppressInitialValue = true });
        if (value is { } known)
        {
            gauge.Set(known);
        }
        else
        {
            gauge.Unpublish();
        }
    }

    private void Set(string name, string help, string label, string labelValue, double value) => _metrics.CreateGauge(name, help, [label]).WithLabels(labelValue).Set(value);

    private static double? ToUnix(DateTimeOffset? moment) => moment?.ToUnixTimeMilliseconds() / 1000.0;
}
