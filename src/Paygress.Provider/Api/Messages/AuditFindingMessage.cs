namespace Paygress.Provider.Api.Messages;

/// <summary>One thing that books and host do not agree on.</summary>
/// <param name="Kind">What kind of difference it is.</param>
/// <param name="Name">The thing on the host, or in the books.</param>
/// <param name="Vmid">The number that it carries; none when it carries none.</param>
/// <param name="LeaseId">The lease that it belongs or belonged to; none when unknown.</param>
/// <param name="Detail">What is not explained, for a reader.</param>
/// <param name="Remedy">The command that settles it; none when there is nothing to be done, or no one way.</param>
internal sealed record AuditFindingMessage(string Kind, string Name, int? Vmid, string? LeaseId, string Detail, string? Remedy = null);
