namespace Paygress.Provider.Api.Messages;

/// <summary>The least that a template needs.</summary>
internal sealed record TemplateMinimumMessage(int CpuMillicores, int MemoryMb, int StorageGb);
