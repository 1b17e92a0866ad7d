using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Timers;

/// <summary>A timer of the host that kills a lease's container some time after its end, whether the provider lives or not.</summary>
/// <param name="Second">The second of the host's uptime at which it fires. Of two timers of a lease the later one rules.</param>
public sealed record ExpiryTimer(LeaseId LeaseId, long Second);
