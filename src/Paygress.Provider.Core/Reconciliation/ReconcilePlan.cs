using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Core.Reconciliation;

/// <summary>Works out what is to be done so that books and host agree. Pure; every step looks again before it acts.</summary>
public static class ReconcilePlan
{
    /// <summary>The steps for what was seen.</summary>
    /// <param name="live">The leases that are not over, read after the inventory was taken.</param>
    /// <param name="now">By the wall clock, which dates what is on the host.</param>
    /// <param name="orphanGrace">How old something unexplained must be: a spawn may have made it since the books were read. What does not tell its age stays.</param>
    public static ImmutableArray<ReconcileStep> Make(HostInventory host, ImmutableArray<Lease> live, DateTimeOffset now, TimeSpan orphanGrace)
    {
        var unexplained = Orphans.Find(host, live);
        return
        [
            .. live.Where(l => l.State is LeaseState.Queued).Select(l => new ReconcileStep.Requeue(l)),
            .. live.Where(l => l.State is LeaseState.Provisioning).Select(l => new ReconcileStep.RecoverSpawn(l)),
            .. WronglyKeyed(host, live).Select(l => new ReconcileStep.CheckKey(l)),
            .. UnseenContainers(host, live).Select(l => new ReconcileStep.CheckContainer(l)),
            .. unexplained.Containers.Where(c => now - c.CreatedAt >= orphanGrace).Select(c => new ReconcileStep.RemoveContainer(c)),
            .. unexplained.Volumes.Where(v => now - v.CreatedAt >= orphanGrace).Select(v => new ReconcileStep.RemoveVolume(v)),
            .. unexplained.EnvironmentFiles.Where(e => now - e.WrittenAt >= orphanGrace).Select(e => new ReconcileStep.RemoveEnvironment(e.Id, e.WrittenAt)),
        ];
    }

    private static IEnumerable<Lease> WronglyKeyed(HostInventory host, ImmutableArray<Lease> live)
    {
        var open = host.Volumes.Where(v => v.Kind is VolumeTraceKind.Mapping).Select(v => v.LeaseId).ToHashSet();
        return live.Where(l => l.Workload.Encrypted && (open.Contains(l.Id) ? l.State is LeaseState.Locked : l.State is LeaseState.Active));
    }

    private static IEnumerable<Lease> UnseenContainers(HostInventory host, ImmutableArray<Lease> live)
    {
        var running = host.Containers.Where(c => c.IsRunning).Select(c => c.Id).ToHashSet();

        // One that runs and is in an outage all the same is looked at too: the outage is over then.
        return live.Where(l => l.ShouldRun && (l.Outage is not null || !Runs(l)));

        bool Runs(Lease lease) => lease.ContainerId is { } id && running.Contains(id);
    }
}
