using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.TestSupport.Leases;

/// <summary>The events of the books in memory, numbered from 1001 on.</summary>
public sealed class FakeEventLog : IEventLog
{
    private readonly FakeBooks _books;

    internal FakeEventLog(FakeBooks books) => _books = books;

    /// <summary>How many events were handed out at most at once.</summary>
    public int LargestBatch { get; private set; }

    public Task<ImmutableArray<NumberedEvent>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        lock (_books.Gate)
        {
            ImmutableArray<NumberedEvent> events = [.. _books.Order.Where(e => e.Number > after && _books.Rows.ContainsKey(e.LeaseId)).Take(limit)];
            LargestBatch = Math.Max(LargestBatch, events.Length);
            return Task.FromResult(events);
        }
    }

    public Task<long> FindPlaceAsync(int count, CancellationToken cancellationToken)
    {
        lock (_books.Gate)
        {
            return Task.FromResult(_books.Order.Count <= count ? 0 : _books.Order[^(count + 1)].Number);
        }
    }
}
