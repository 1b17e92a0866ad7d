using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Eviction;

/// <summary>A lease that is over, of which the books could not be told.</summary>
/// <param name="Lease">As the books have it.</param>
/// <param name="Reason">What the store said.</param>
public sealed record UnbookedLease(Lease Lease, string Reason);
