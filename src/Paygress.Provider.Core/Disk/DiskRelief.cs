using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Disk;

/// <summary>Gives room back at no tenant's cost: ends fetches of images, and removes images that nobody uses.</summary>
public sealed class DiskRelief(
    ImageFetcher fetcher, ImageSweep sweep, INodeMeter node, ILeaseStore store, IOptions<CapacityOptions> capacity, TimeProvider timeProvider)
{
    // Docker takes some seconds to remove what it has. Nobody is spared for longer: the next fetch may be asked for at once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private DateTimeOffset? _begunAt;

    /// <summary>Ends all fetches once they take what was sold of the data directory's disk, where docker's root is on that disk too.</summary>
    public async Task KeepSoldAsync(DiskRoom room, CancellationToken cancellationToken)
    {
        if (room.AreOne && fetcher.IsAny && node.Measure() is { } measured
            && Offer.FindFreeStorage(measured, await store.GetReservationsAsync(cancellationToken), capacity.Value) < 0)
        {
            await EndFetchesAsync();
        }
    }

    /// <summary>Less than the reserve is free: gives back what there is, and says whether room is on its way.</summary>
    /// <param name="freeBytes">Who is about to fill the disk altogether is not waited for.</param>
    public async Task<bool> GiveAsync(long freeBytes, CancellationToken cancellationToken)
    {
        var isEnded = await EndFetchesAsync();
        var isEmptied = _begunAt is null && await sweep.BeginEmptyingAsync(cancellationToken);
        var now = timeProvider.GetUtcNow();
        _begunAt ??= isEnded || isEmptied ? now : null;
        return now - _begunAt < Patience && freeBytes >= capacity.Value.StorageReserveBytes / 2;
    }

    /// <summary>There is room again.</summary>
    public void Rest() => _begunAt = null;

    private Task<bool> EndFetchesAsync() => fetcher.EndAllAsync(new Problem(
        ErrorCodes.NoCapacity, $"the image does not fit: what docker's disk has beyond what was sold and the reserve of {capacity.Value.StorageReserveBytes >> 20} MB is used up"));
}
