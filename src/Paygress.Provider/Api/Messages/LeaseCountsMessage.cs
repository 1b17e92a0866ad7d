namespace Paygress.Provider.Api.Messages;

/// <summary>How many leases are in each live state.</summary>
/// <param name="Queued">Requests that wait.</param>
/// <param name="Provisioning">Leases in the making.</param>
/// <param name="Active">Leases that run.</param>
/// <param name="Locked">Leases that wait for their key.</param>
/// <param name="Evicting">Leases that are being taken down.</param>
internal sealed record LeaseCountsMessage(int Queued, int Provisioning, int Active, int Locked, int Evicting);
