namespace Paygress.Provider.Core.Eviction;

/// <summary>How leases end and how the host is kept clean: section <c>Cleanup</c>.</summary>
public sealed class CleanupOptions
{
    public const string SectionName = "Cleanup";

    /// <summary>How often the books are compared with the host.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often is counted, for the metrics, what books and host do not agree on.</summary>
    public TimeSpan AuditInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a container may take to end by itself after SIGTERM.</summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How old something of ours that no lease explains must be before it is removed.</summary>
    public TimeSpan OrphanGrace { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a docker command that was cut off may still take effect once docker answers again; its vmid is held so long.</summary>
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The most leases that are ended in one batch.</summary>
    public int BatchSize { get; set; } = 50;
}
