using Paygress.Provider.Benchmarks.Figures;

namespace Paygress.Provider.Benchmarks.Expiry;

/// <summary>How late leases ended, in ms after their end; negative is early.</summary>
/// <param name="SpanOfDeaths">From the first death to the last, of those that listen.</param>
internal sealed record ExpiryResult(Series Dead, Series Deaf, Series Gone, double SpanOfDeaths);
