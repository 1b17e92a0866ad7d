using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Eviction;

/// <summary>What came of writing down that leases are over.</summary>
/// <param name="Due">To be evicted now.</param>
/// <param name="Refused">Over, and the books could not be told.</param>
/// <param name="Unwritable">Why the books could not be written; none when they could.</param>
public sealed record ExpiryOutcome(ImmutableArray<LeaseId> Due, ImmutableArray<UnbookedLease> Refused, ExceptionDispatchInfo? Unwritable);
