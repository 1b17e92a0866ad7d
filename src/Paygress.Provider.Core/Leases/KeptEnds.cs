using System.Collections.Immutable;

namespace Paygress.Provider.Core.Leases;

/// <summary>The leases of which one keeper has taken down something.</summary>
/// <param name="Kind">What it keeps, as an audit names it: <c>lease_file</c> or <c>systemd_unit</c>.</param>
/// <param name="IsForEach">True when it has to have something for each lease that runs; false when it may do without, and mends that by itself.</param>
public sealed record KeptEnds(string Kind, ImmutableHashSet<LeaseId> Leases, bool IsForEach);
