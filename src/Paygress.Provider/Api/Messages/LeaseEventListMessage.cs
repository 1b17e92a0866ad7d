namespace Paygress.Provider.Api.Messages;

/// <summary>The reply to <c>GET /v1/leases/{id}/events</c>: the lease's log, oldest first.</summary>
internal sealed record LeaseEventListMessage(string LeaseId, IReadOnlyList<LeaseEventMessage> Events);
