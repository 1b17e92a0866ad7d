using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Disk;

/// <summary>Keeps a reserve of the disk free: ends the lease whose container, allowed to write into its root, fills it.</summary>
/// <remarks>
/// Data volumes are not its business: they hold their size, and the books never sell more of them than there is. So what fills the data
/// directory's own file system is no tenant, and is told.
/// </remarks>
public sealed partial class DiskGuard(
    IDiskMeter meter, IContainerSizes sizes, DiskRelief relief, ILeaseStore store, LeaseLedger ledger, IOptions<CapacityOptions> capacity, TimeProvider timeProvider, ILogger<DiskGuard> logger)
{
    private const string Containers = "docker's root";
    private const string Data = "the data directory";

    // Below so many reserves sizes are taken again and again, as they may be needed soon.
    private const int WatchedFrom = 2;
    private static readonly TimeSpan BeforeIsOld = TimeSpan.FromMinutes(1);

    // A walk over many files takes docker minutes.
    private static readonly TimeSpan Meanwhile = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _told = [];

    // What has grown is told by comparing with some time ago.
    private ImmutableDictionary<string, long?>? _before;
    private ImmutableDictionary<string, long?> _known = ImmutableDictionary<string, long?>.Empty;
    private DateTimeOffset _beforeAt;
    private long _mostFree;

    private long Reserve => capacity.Value.StorageReserveBytes;

    /// <summary>Looks once. To be called each second: a disk takes hundreds of megabytes in that time.</summary>
    public async Task LookOnceAsync(CancellationToken cancellationToken)
    {
        var room = await meter.FindFreeAsync(cancellationToken);
        await relief.LookAsync(room, cancellationToken);
        if (room.Containers is { } free)
        {
            await LookAtContainersAsync(free, cancellationToken);
        }

        // Both may be one file system, and that was looked at just now.
        if (room.Data is { } data && !(room.Containers < Reserve))
        {
            LookAtData(data);
        }
    }

    private async Task LookAtContainersAsync(long free, CancellationToken cancellationToken)
    {
        _mostFree = Math.Max(_mostFree, free);
        if (free >= Reserve * WatchedFrom)
        {
            _told.Remove(Containers);
        }

        if (free < Reserve)
        {
            // An image that is fetched, or kept for later, is no tenant's doing.
            if (!relief.IsUnderWay(free))
            {
                await StopOneAsync(cancellationToken);
            }
        }
        else if (IsOld(free))
        {
            Remember(await MeasureAsync(await ListAsync(cancellationToken), cancellationToken), free);
        }
    }

    private void LookAtData(long free)
    {
        if (free >= Reserve * WatchedFrom)
        {
            _told.Remove(Data);
        }
        else if (free < Reserve)
        {
            Tell(Data, free, "what tenants write into their roots is elsewhere");
        }
    }

    // Sizes cost docker a walk over all files: with room enough only when another reserve was used up. Whoever takes all the room at once has then grown more than all others.
    private bool IsOld(long free) =>
        timeProvider.GetUtcNow() - _beforeAt >= BeforeIsOld && (_before is null || free < Reserve * WatchedFrom || _mostFree - free >= Reserve);

    private void Remember(ImmutableDictionary<string, long?>? measured, long free)
    {
        if (measured is not null)
        {
            // Who can't be measured now had that size at least when it could.
            _known = measured.ToImmutableDictionary(s => s.Key, s => s.Value ?? _known.GetValueOrDefault(s.Key));
            (_before, _mostFree) = (measured, free);
        }

        _beforeAt = timeProvider.GetUtcNow();
    }

    private async Task StopOneAsync(CancellationToken cancellationToken)
    {
        // What the last one held is not free before it is gone; one after the other.
        var evicting = await store.ListAsync([LeaseState.Evicting], cancellationToken);
        if (evicting.Any(l => l.EndReason is EndReason.DiskLimit))
        {
            return;
        }

        var all = await ListAsync(cancellationToken);
        var measured = await MeasureAsync(all, cancellationToken);
        if ((await meter.FindFreeAsync(cancellationToken)).Containers is not { } free || free >= Reserve || relief.IsUnderWay(free))
        {
            return; // that may have taken minutes, and room is back
        }

        if (measured is not { } now)
        {
            Tell(Containers, free, "docker does not say what containers wrote");
        }
        else if (_before is null)
        {
            // It was short of room when we came: who grows from now on is the reason for more.
            Remember(now, free);
        }
        else if (DiskHog.Find([.. all.Where(l => l.Workload.WritableRoot)], _before, _known, now) is { } hog)
        {
            await ledger.ApplyAsync(hog.Id, new LeaseEvent.DiskLimitReached(timeProvider.GetUtcNow()), cancellationToken);
        }
        else
        {
            Tell(Containers, free, "no tenant's container wrote much into its root");
        }
    }

    private async Task<ImmutableArray<Lease>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await store.ListAsync([LeaseState.Active], cancellationToken)).Where(l => l.ContainerId is not null)];

    // Those with a read-only root too: they cost next to nothing, and show that docker can measure. None when it does not answer.
    private async Task<ImmutableDictionary<string, long?>?> MeasureAsync(ImmutableArray<Lease> all, CancellationToken cancellationToken)
    {
        if (!all.Any(l => l.Workload.WritableRoot))
        {
            return ImmutableDictionary<string, long?>.Empty;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var measuring = sizes.MeasureAsync([.. all.Select(l => l.ContainerId!)], stop.Token); // those have one
            while (await Task.WhenAny(measuring, Task.Delay(Meanwhile, timeProvider, stop.Token)) != measuring)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await relief.LookAsync(await meter.FindFreeAsync(cancellationToken), cancellationToken);
            }

            return await measuring is HostResult<ImmutableDictionary<string, long?>>.Done { Value: var measured } ? measured : null;
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private void Tell(string place, long free, string why)
    {
        if (_told.Add(place))
        {
            DiskFills(free >> 20, place, Reserve >> 20, why);
        }
    }

    [LoggerMessage(EventIds.DiskFills, LogLevel.Error, "{FreeMb} MB are free on the disk of {Place}, less than the reserve of {ReserveMb} MB, and no lease is ended for it: {Reason}")]
    private partial void DiskFills(long freeMb, string place, long reserveMb, string reason);
}
