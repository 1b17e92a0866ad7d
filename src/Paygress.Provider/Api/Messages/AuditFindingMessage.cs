namespace Paygress.Provider.Api.Messages;

/// <summary>One thing that books and host do not agree on.</summary>
internal sealed record AuditFindingMessage(string Kind, string Name, int? Vmid, string? LeaseId, string Detail);
