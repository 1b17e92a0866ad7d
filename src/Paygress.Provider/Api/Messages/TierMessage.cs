namespace Paygress.Provider.Api.Messages;

/// <summary>A tier on offer.</summary>
internal sealed record TierMessage(string Id, int CpuMillicores, int MemoryMb, int StorageGb, long RateMsat);
