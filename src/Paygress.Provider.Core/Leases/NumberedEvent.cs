namespace Paygress.Provider.Core.Leases;

/// <summary>An event of any lease.</summary>
/// <param name="Number">Its place among all events: later ones have higher numbers, also in a store that was made after a loss.</param>
/// <param name="Vmid">The lease's vmid as it is now.</param>
public sealed record NumberedEvent(long Number, LeaseId LeaseId, Vmid? Vmid, LeaseLogEntry Entry);
