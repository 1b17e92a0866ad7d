namespace Paygress.Provider.Api.Messages;

/// <summary>How many leases are in each live state.</summary>
internal sealed record LeaseCountsMessage(int Queued, int Provisioning, int Active, int Locked, int Evicting);
