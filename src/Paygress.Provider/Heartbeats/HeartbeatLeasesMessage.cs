namespace Paygress.Provider.Heartbeats;

/// <summary>How many leases are in each state that a reader plans with.</summary>
internal sealed record HeartbeatLeasesMessage(int Active, int Locked, int Evicting, int Queued);
