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

    /// <summary>The lease is over and nothing of it is left: forgets it. A failure is told to the journal and mended by the sweep.</summary>
    Task ForgetAsync(Lease lease, CancellationToken cancellationToken);
}
