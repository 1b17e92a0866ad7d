namespace Paygress.Provider.Api.Messages;

/// <summary>One thing that was on the host and is gone.</summary>
internal sealed record RemovedMessage(string Kind, string Name, int? Vmid, string? LeaseId);
