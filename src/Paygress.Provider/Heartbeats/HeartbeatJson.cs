using System.Text.Json;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Text;
using Paygress.Provider.Core.Trials;

namespace Paygress.Provider.Heartbeats;

/// <summary>Writes a heartbeat as JSON.</summary>
internal static class HeartbeatJson
{
    private const int MegaShift = 20;
    private const int GigaShift = 30;

    public static byte[] Write(Heartbeat beat) => JsonSerializer.SerializeToUtf8Bytes(ToMessage(beat), HeartbeatJsonContext.Default.HeartbeatMessage);

    private static HeartbeatMessage ToMessage(Heartbeat beat) => new()
    {
        Provider = beat.Provider,
        Timestamp = beat.At.ToUnixTimeSeconds(),
        Version = Heartbeat.CurrentVersion,
        ActiveWorkloads = beat.Leases.Active,
        AvailableCapacity = new HeartbeatCapacityMessage(beat.Available.CpuMillicores, beat.Available.MemoryBytes >> MegaShift, beat.Available.StorageBytes >> GigaShift),
        Node = new HeartbeatNodeMessage(Math.Round(beat.Node.CpuUsage, 4), beat.Node.MemoryUsedBytes, beat.Node.MemoryTotalBytes, beat.Node.DiskUsedBytes, beat.Node.DiskTotalBytes),
        Leases = new HeartbeatLeasesMessage(beat.Leases.Active, beat.Leases.Locked, beat.Leases.Evicting, beat.Leases.Queued),
        Draining = beat.Draining,
        Capabilities = [.. beat.Capabilities.Select(EnumText<HostCapability>.Of)],
        NextExpiry = beat.NextExpiry,
        UptimeS = (long)beat.Uptime.TotalSeconds,
        Build = beat.Build,
        Isolation = beat.Isolation,
        Trial = beat.Trial is { } trial ? ToMessage(trial) : null,
        DockerSilentSince = beat.DockerSilentSince,
    };

    private static HeartbeatTrialMessage ToMessage(TrialReport trial) =>
        new(trial.At.ToUnixTimeSeconds(), trial.Lines.Count(l => l.Outcome is TrialOutcome.Held), NamesOf(trial, TrialOutcome.Broken), NamesOf(trial, TrialOutcome.Unknown));

    private static string[] NamesOf(TrialReport trial, TrialOutcome outcome) => [.. trial.Lines.Where(l => l.Outcome == outcome).Select(l => l.Limit)];
}
