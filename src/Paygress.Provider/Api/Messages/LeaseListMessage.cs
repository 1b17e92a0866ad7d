namespace Paygress.Provider.Api.Messages;

/// <summary>The reply to <c>GET /v1/leases</c>.</summary>
/// <param name="Leases">The leases, oldest first.</param>
internal sealed record LeaseListMessage(IReadOnlyList<LeaseMessage> Leases);
