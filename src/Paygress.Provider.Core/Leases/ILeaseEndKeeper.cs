using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Leases;

/// <summary>Knows when a lease ends without the books, for the day on which they or the provider are gone.</summary>
/// <remarks>Told of a new end before the books are, so that it never holds an earlier one than the owner was promised.</remarks>
public interface ILeaseEndKeeper
{
    /// <summary>Takes down a lease as the books are about to hold it; durable when done. When it is not done, the books are not changed either.</summary>
    Task<HostResult<Nothing>> PrepareAsync(Lease lease, CancellationToken cancellationToken);

    /// <summary>The books hold this end now: what was taken down for the one before may go. A failure is told to the journal and mended by the sweep.</summary>
    Task ConfirmAsync(Lease lease, CancellationToken cancellationToken);

    /// <summary>The last step of an eviction: removes all that was taken down for this lease, and verifies it; nothing there is no error. When it is not done, the lease stays in the books.</summary>
    Task<HostResult<Nothing>> ForgetAsync(LeaseId id, CancellationToken cancellationToken);

    /// <summary>For the audit: of which leases something is taken down.</summary>
    Task<HostResult<KeptEnds>> ListAsync(CancellationToken cancellationToken);
}
