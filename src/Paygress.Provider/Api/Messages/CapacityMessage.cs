namespace Paygress.Provider.Api.Messages;

/// <summary>An amount of what is sold.</summary>
internal sealed record CapacityMessage(int CpuMillicores, long MemoryMb, long StorageGb);
