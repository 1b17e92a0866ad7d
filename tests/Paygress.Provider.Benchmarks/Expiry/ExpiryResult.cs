using Paygress.Provider.Benchmarks.Figures;

namespace Paygress.Provider.Benchmarks.Expiry;

/// <summary>How late leases ended, in ms after their end; negative is early.</summary>
internal sealed record ExpiryResult(Series Dead, Series Deaf, Series Gone);
