using System.Text;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Heartbeats;

namespace Paygress.Provider.Heartbeats;

/// <summary>Writes each heartbeat to the journal; the JSON is in a field of its own.</summary>
internal sealed partial class JournalHeartbeatPublisher(ILogger<JournalHeartbeatPublisher> logger) : IHeartbeatPublisher
{
    public string Name => "journal";

    public Task PublishAsync(Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["Heartbeat"] = Encoding.UTF8.GetString(HeartbeatJson.Write(heartbeat)) });
        HeartbeatSent(heartbeat.Leases.Active, heartbeat.Available.CpuMillicores, heartbeat.Available.MemoryMb, heartbeat.Available.StorageGb, heartbeat.Draining);
        return Task.CompletedTask;
    }

    [LoggerMessage(EventIds.HeartbeatSent, LogLevel.Information, "Heartbeat: {Active} active, free {CpuMillicores} millicores, {MemoryMb} MB memory, {StorageGb} GB storage, draining: {Draining}")]
    private partial void HeartbeatSent(int active, int cpuMillicores, long memoryMb, long storageGb, bool draining);
}
