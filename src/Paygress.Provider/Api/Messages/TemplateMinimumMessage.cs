namespace Paygress.Provider.Api.Messages;

/// <summary>The least that a template needs.</summary>
/// <param name="CpuMillicores">Thousandths of a core.</param>
/// <param name="MemoryMb">Memory in MiB.</param>
/// <param name="StorageGb">Storage in GiB.</param>
internal sealed record TemplateMinimumMessage(int CpuMillicores, int MemoryMb, int StorageGb);
