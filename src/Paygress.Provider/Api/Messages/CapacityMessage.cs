namespace Paygress.Provider.Api.Messages;

/// <summary>An amount of what is sold.</summary>
/// <param name="CpuMillicores">Thousandths of a core.</param>
/// <param name="MemoryMb">Memory in MiB.</param>
/// <param name="StorageGb">Storage in GiB.</param>
internal sealed record CapacityMessage(int CpuMillicores, long MemoryMb, long StorageGb);
