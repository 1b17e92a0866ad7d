namespace Paygress.Provider.Api.Messages;

/// <summary>One thing that books and host do not agree on.</summary>
/// <param name="Remedy">The command that settles it; none when there is nothing to be done, or no one way.</param>
internal sealed record AuditFindingMessage(string Kind, string Name, int? Vmid, string? LeaseId, string Detail, string? Remedy = null);
