namespace Paygress.Provider.Api.Messages;

/// <summary>The reply to <c>GET /v1/tiers</c>, smallest first.</summary>
/// <param name="Tiers">All tiers, smallest first.</param>
internal sealed record TierListMessage(IReadOnlyList<TierMessage> Tiers);
