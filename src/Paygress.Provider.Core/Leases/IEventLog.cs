using System.Collections.Immutable;

namespace Paygress.Provider.Core.Leases;

/// <summary>The event logs of all leases as one, in the order in which they were stored.</summary>
public interface IEventLog
{
    /// <summary>The events whose number is above <paramref name="after"/>, in order, at most <paramref name="limit"/>.</summary>
    Task<ImmutableArray<NumberedEvent>> ReadAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>The number after which there are the last <paramref name="count"/> events; with 0 the newest number that was ever given.</summary>
    Task<long> FindPlaceAsync(int count, CancellationToken cancellationToken);
}
