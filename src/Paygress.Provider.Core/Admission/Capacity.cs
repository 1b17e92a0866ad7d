namespace Paygress.Provider.Core.Admission;

/// <summary>An amount of what is sold.</summary>
public sealed record Capacity(int CpuMillicores, long MemoryBytes, long StorageBytes);
