namespace Paygress.Provider.Core.Leases;

/// <summary>One line of a lease's event log.</summary>
/// <param name="Version">The lease's version after the event.</param>
/// <param name="State">The state after the event.</param>
public sealed record LeaseLogEntry(long Version, DateTimeOffset At, string Name, LeaseState State, string? Detail);
