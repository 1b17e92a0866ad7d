namespace Paygress.Provider.Api.Messages;

/// <summary>The reply to <c>GET /v1/leases/{id}/events</c>: the lease's log, oldest first.</summary>
/// <param name="LeaseId">The lease.</param>
/// <param name="Events">What happened, oldest first.</param>
internal sealed record LeaseEventListMessage(string LeaseId, IReadOnlyList<LeaseEventMessage> Events);
