using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.Core.Leases;

/// <summary>Ends a lease because somebody asks for it. One that is over or being ended already is left as it is.</summary>
public sealed class LeaseReleaser(LeaseLedger ledger, IEnvironmentFiles environment, VolumeKeys keys, ImageWaits waits, TimeProvider timeProvider)
{
    /// <summary>Writes the end into the books; the cleanup loop does the rest.</summary>
    public async Task<ApplyResult> ReleaseAsync(Lease lease, string? reason, CancellationToken cancellationToken)
    {
        var result = await ledger.ApplyAsync(lease.Id, new LeaseEvent.Released(reason, timeProvider.GetUtcNow()), cancellationToken);
        if (result is ApplyResult.Applied { Lease: var released })
        {
            // While an image is fetched it is kept: nobody will make a volume any more, nor start the image.
            keys.Drop(lease.Id);
            await waits.EndAsync(lease.Id);

            // It was still queued: nothing was made of it but its env.
            if (released.IsOver)
            {
                environment.Delete(lease.RequestId);
            }
        }

        return result;
    }
}
