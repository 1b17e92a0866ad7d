using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Stories;

/// <summary>What the machine's journal has about leases.</summary>
public interface ILeaseJournal
{
    /// <summary>The latest entries about one lease, oldest first. Not done where there is no journal, or none that may be read.</summary>
    Task<HostResult<ImmutableArray<JournalEntry>>> ReadAsync(LeaseId id, CancellationToken cancellationToken);
}
