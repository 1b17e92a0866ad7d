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

    private Problem NoRoom => new(
        ErrorCodes.NoCapacity, $"the image does not fit: what docker's disk has beyond what was sold and the reserve of {capacity.Value.StorageReserveBytes >> 20} MB is used up");

    /// <summary>Looks once. To be called each second, whatever else takes its time: a fetch fills the disk meanwhile.</summary>
    public async Task LookAsync(DiskRoom room, CancellationToken cancellationToken)
    {
        if (room.Containers < capacity.Value.StorageReserveBytes)
        {
            await GiveAsync(cancellationToken);
            return;
        }

        if (room.Containers is not null)
        {
            _begunAt = null;
            fetcher.Open();
        }

        await KeepSoldAsync(room, cancellationToken);
    }

    /// <summary>True while room is on its way.</summary>
    /// <param name="freeBytes">Who is about to fill the disk altogether is not waited for.</param>
    public bool IsUnderWay(long freeBytes) => timeProvider.GetUtcNow() - _begunAt < Patience && freeBytes >= capacity.Value.StorageReserveBytes / 2;

    // Each time anew: an image may be in use by then no more.
    private async Task GiveAsync(CancellationToken cancellationToken)
    {
        var isEnded = await fetcher.CloseAsync(NoRoom);
        var isEmptied = await sweep.BeginEmptyingAsync(cancellationToken);
        if (isEnded || isEmptied)
        {
            _begunAt ??= timeProvider.GetUtcNow();
        }
    }

    // Fetches end once they take what was sold of the data directory's disk, where docker's root is on that disk too. The next one has the room of
    // images that nobody uses.
    private async Task KeepSoldAsync(DiskRoom room, CancellationToken cancellationToken)
    {
        if (room.AreOne && fetcher.IsAny && node.Measure() is { } measured
            && Offer.FindFreeStorage(measured, await store.GetReservationsAsync(cancellationToken), capacity.Value) < 0)
        {
            await fetcher.EndAllAsync(NoRoom);
            await sweep.BeginEmptyingAsync(cancellationToken);
        }
    }
}
