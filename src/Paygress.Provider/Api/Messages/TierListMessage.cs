namespace Paygress.Provider.Api.Messages;

/// <summary>The reply to <c>GET /v1/tiers</c>, smallest first.</summary>
internal sealed record TierListMessage(IReadOnlyList<TierMessage> Tiers);
