namespace Paygress.Provider.Api.Messages;

/// <summary>A tier on offer.</summary>
/// <param name="Id">Its name.</param>
/// <param name="CpuMillicores">Thousandths of a core.</param>
/// <param name="MemoryMb">Memory in MiB.</param>
/// <param name="StorageGb">Storage in GiB.</param>
/// <param name="RateMsat">Price in millisatoshi for each second.</param>
internal sealed record TierMessage(string Id, int CpuMillicores, int MemoryMb, int StorageGb, long RateMsat);
