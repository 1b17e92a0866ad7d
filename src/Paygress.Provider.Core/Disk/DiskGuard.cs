using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Disk;

/// <summary>Keeps a reserve of the disk free: ends the lease whose container, allowed to write into its root, fills it.</summary>
/// <remarks>Data volumes are not its business: they hold their size, and the books never sell more of them than there is.</remarks>
public sealed partial class DiskGuard(
    IDiskMeter meter, IContainerSizes sizes, ILeaseStore store, LeaseLedger ledger, IOptions<CapacityOptions> capacity, TimeProvider timeProvider, ILogger<DiskGuard> logger)
{
    // What has grown is told by comparing with some time ago; that is measured only where it may soon be needed.
    private const int WatchedFrom = 2;
    private static readonly TimeSpan BeforeIsOld = TimeSpan.FromMinutes(1);

    private ImmutableDictionary<string, long> _before = ImmutableDictionary<string, long>.Empty;
    private DateTimeOffset _beforeAt;
    private bool _told;

    /// <summary>Looks once. To be called each second: a disk takes hundreds of megabytes in that time.</summary>
    public async Task LookOnceAsync(CancellationToken cancellationToken)
    {
        var reserve = capacity.Value.StorageReserveBytes;
        if (await meter.FindFreeAsync(cancellationToken) is not { } free || free >= reserve * WatchedFrom)
        {
            _told = false;
            return;
        }

        if (free >= reserve)
        {
            await RememberAsync(cancellationToken);
        }
        else
        {
            await StopOneAsync(free, cancellationToken);
        }
    }

    private async Task RememberAsync(CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        if (now - _beforeAt >= BeforeIsOld && await MeasureAsync(await ListCandidatesAsync(cancellationToken), cancellationToken) is { } measured)
        {
            (_before, _beforeAt) = (measured, now);
        }
    }

    private async Task StopOneAsync(long free, CancellationToken cancellationToken)
    {
        // What the last one held is not free before it is gone; one after the other.
        var evicting = await store.ListAsync([LeaseState.Evicting], cancellationToken);
        if (evicting.Any(l => l.EndReason is EndReason.DiskLimit))
        {
            return;
        }

        var candidates = await ListCandidatesAsync(cancellationToken);
        if (await MeasureAsync(candidates, cancellationToken) is not { } now)
        {
            return;
        }

        if (DiskHog.Find(candidates, _before, now) is { } hog)
        {
            await ledger.ApplyAsync(hog.Id, new LeaseEvent.DiskLimitReached(timeProvider.GetUtcNow()), cancellationToken);
        }
        else if (!_told)
        {
            _told = true;
            DiskFills(free >> 20, capacity.Value.StorageReserveBytes >> 20);
        }
    }

    private async Task<ImmutableArray<Lease>> ListCandidatesAsync(CancellationToken cancellationToken) =>
        [.. (await store.ListAsync([LeaseState.Active], cancellationToken)).Where(l => l is { Workload.WritableRoot: true, ContainerId: not null })];

    // None when docker does not answer: nothing is concluded from that.
    private async Task<ImmutableDictionary<string, long>?> MeasureAsync(ImmutableArray<Lease> candidates, CancellationToken cancellationToken)
    {
        if (candidates.IsEmpty)
        {
            return ImmutableDictionary<string, long>.Empty;
        }

        return await sizes.MeasureAsync([.. candidates.Select(l => l.ContainerId!)], cancellationToken) // those have one
            is HostResult<ImmutableDictionary<string, long>>.Done { Value: var measured } ? measured : null;
    }

    [LoggerMessage(EventIds.DiskFills, LogLevel.Error, "{FreeMb} MB of the disk are free, less than the reserve of {ReserveMb} MB, and no tenant's container wrote much into its root")]
    private partial void DiskFills(long freeMb, long reserveMb);
}
