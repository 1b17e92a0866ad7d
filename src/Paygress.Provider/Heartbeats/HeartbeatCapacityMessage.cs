namespace Paygress.Provider.Heartbeats;

/// <summary>What can still be sold; cpu in thousandths of a core.</summary>
internal sealed record HeartbeatCapacityMessage(int CpuAvailable, long MemoryMbAvailable, long StorageGbAvailable);
