namespace Paygress.Provider.Api.Messages;

/// <summary>The reply to <c>GET /v1/leases</c>.</summary>
internal sealed record LeaseListMessage(IReadOnlyList<LeaseMessage> Leases);
