using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Core.StoreLoss;

/// <summary>With books that are not those that made what is on the host: brings leases back that only their running containers still know, and stops what can't be brought back.</summary>
public sealed partial class LeaseRebuilder(
    HostInventoryReader inventory,
    IComputeBackend compute,
    ILeaseStore store,
    LeaseLedger ledger,
    OrphanPolicy policy,
    BooksAge age,
    Catalog catalog,
    IWallClock wall,
    TimeProvider timeProvider,
    ILogger<LeaseRebuilder> logger)
{
    // The sweep and the first admissions come at the same time, and go one after the other.
    private readonly KeyedLocks<string> _turns = new();
    private readonly HashSet<string> _toldToStop = [];
    private volatile bool _isDone;

    /// <summary>To be asked before anything is reserved: done once each lease that could be rebuilt is in the books.</summary>
    public async Task<HostResult<Nothing>> EnsureAsync(CancellationToken cancellationToken)
    {
        if (_isDone || policy.MayRemove)
        {
            return HostResult.Done;
        }

        var seen = await inventory.ReadAsync(cancellationToken);
        if (seen is not HostResult<HostInventory>.Done { Value: var host })
        {
            return seen.As<Nothing>();
        }

        await RunAsync(host, cancellationToken);
        return _isDone ? HostResult.Done : HostResult.Unknown<Nothing>("leases from before the loss of the store are not all rebuilt yet; ask again in a while");
    }

    /// <summary>Sees to every running container that no lease explains, unless the books are those that made it: then it is a leftover.</summary>
    /// <param name="host">Read before: each container is looked at again.</param>
    public async Task RunAsync(HostInventory host, CancellationToken cancellationToken)
    {
        using var turn = await _turns.AcquireAsync(nameof(RunAsync), cancellationToken);
        var unexplained = Orphans.Find(host, await store.ListAsync(LeaseStates.Reserving, cancellationToken));
        await age.CheckAsync(unexplained, cancellationToken);
        if (policy.MayRemove)
        {
            return;
        }

        var isSettled = true;
        foreach (var container in unexplained.Containers.Where(c => c.IsRunning))
        {
            isSettled &= await SettleAsync(container, host, cancellationToken);
        }

        _isDone |= isSettled;
    }

    // False when it is to be tried again.
    private async Task<bool> SettleAsync(ContainerStatus container, HostInventory host, CancellationToken cancellationToken)
    {
        if (container.Vmid is not { } vmid)
        {
            return await StopAsync(container, "it has no vmid", cancellationToken);
        }

        if (await compute.DescribeAsync(vmid, cancellationToken) is not HostResult<ContainerDetails?>.Done { Value: var details })
        {
            return false;
        }

        return details?.Status.Id == container.Id
            ? await SettleAsync(details, host, cancellationToken)
            : await StopAsync(container, $"its name is not that of its vmid {vmid}", cancellationToken);
    }

    private async Task<bool> SettleAsync(ContainerDetails details, HostInventory host, CancellationToken cancellationToken)
    {
        var made = RebuildRule.Make(details, host.Volumes, catalog, wall, timeProvider.GetUtcNow());
        return (made is RebuildResult.Rebuilt x ? await FitAsync(x.Lease, host, cancellationToken) : made) switch
        {
            _ when !details.Status.IsRunning => true,
            null => false,
            RebuildResult.Rebuilt fit => await ledger.RebuildAsync(fit.Lease, timeProvider.GetUtcNow(), cancellationToken),
            RebuildResult.Impossible not => await StopAsync(details.Status, not.Reason, cancellationToken),
            var other => throw new InvalidOperationException($"no way to settle {other}"),
        };
    }

    // None while its vmid is not free yet.
    private async Task<RebuildResult?> FitAsync(Lease lease, HostInventory host, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(lease.Id, cancellationToken) is { } known)
        {
            return new RebuildResult.Impossible($"the books have its lease as {known.State.ToString().ToLowerInvariant()}");
        }

        if (await store.FindAsync(lease.Vmid!.Value, cancellationToken) is { IsReserving: true } holder) // a rebuilt lease has one
        {
            if (holder.State is LeaseState.Provisioning || host.Containers.Any(c => c.IsOf(holder)))
            {
                return new RebuildResult.Impossible($"lease {holder.Id} holds its vmid");
            }

            if (!await RetireAsync(holder, cancellationToken))
            {
                return null;
            }
        }

        // The request was given again before this: it has made a lease of its own, and this one goes on without it.
        return await store.FindAsync(lease.RequestId, cancellationToken) is not null && RequestId.TryParse(lease.Id.ToString(), out var own)
            ? new RebuildResult.Rebuilt(lease with { RequestId = own })
            : new RebuildResult.Rebuilt(lease);
    }

    // Whose name another's container has, has none any more. In older books it is a lease that was over before that one came.
    private async Task<bool> RetireAsync(Lease holder, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        await ledger.ApplyAsync(holder.Id, new LeaseEvent.ContainerLost(now), cancellationToken);
        var forgotten = await ledger.EndAsync(holder.Id, () => new LeaseEvent.VerifiedGone(now), cancellationToken);

        // One that is held for a command of before keeps its number for now.
        return forgotten.IsDone && await store.FindAsync(holder.Id, cancellationToken) is not { IsReserving: true };
    }

    // Asks it to end; a sweep that still finds it running makes it. One that an eviction took away since it was listed is nobody's.
    private async Task<bool> StopAsync(ContainerStatus container, string reason, CancellationToken cancellationToken)
    {
        if (await compute.ListOursAsync(cancellationToken) is not HostResult<ImmutableArray<ContainerStatus>>.Done { Value: var now })
        {
            return false;
        }

        if (!now.Any(c => c.Id == container.Id && c.IsRunning))
        {
            return true;
        }

        var isFirst = _toldToStop.Add(container.Id);
        if (isFirst)
        {
            LeaseNotRebuilt(container.Name, container.LeaseId, reason);
        }

        await compute.SignalAsync([container.Id], isFirst ? StopSignal.Terminate : StopSignal.Kill, cancellationToken);
        return true;
    }

    [LoggerMessage(EventIds.LeaseNotRebuilt, LogLevel.Warning, "Container {Name} of lease {LeaseId} is in no lease's books and can't be rebuilt: {Reason}; it is stopped and kept")]
    private partial void LeaseNotRebuilt(string name, LeaseId? leaseId, string reason);
}
