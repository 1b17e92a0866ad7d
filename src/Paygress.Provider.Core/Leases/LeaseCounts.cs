namespace Paygress.Provider.Core.Leases;

/// <summary>How many leases are in each live state.</summary>
public sealed record LeaseCounts(int Queued, int Provisioning, int Active, int Locked, int Evicting);
