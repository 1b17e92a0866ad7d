namespace Paygress.Provider.Api.Messages;

/// <summary>Something that this host does not offer.</summary>
/// <param name="Capability">What: <c>leases</c>, <c>data_volumes</c>, <c>encrypted_volumes</c>.</param>
/// <param name="Reason">Why; <c>check</c> has the fix.</param>
internal sealed record ObstacleMessage(string Capability, string Reason);
