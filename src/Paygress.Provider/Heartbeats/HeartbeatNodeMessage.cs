namespace Paygress.Provider.Heartbeats;

/// <summary>The machine, measured; sizes in bytes, usage 0 to 1.</summary>
internal sealed record HeartbeatNodeMessage(double CpuUsage, long MemoryUsed, long MemoryTotal, long DiskUsed, long DiskTotal);
