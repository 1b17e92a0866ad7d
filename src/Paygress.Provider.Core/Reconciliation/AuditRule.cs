using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Core.Reconciliation;

/// <summary>Compares books and host in both directions. Pure; changes nothing.</summary>
public static class AuditRule
{
    /// <summary>All that is not explained.</summary>
    /// <param name="mayRemove">False when what no lease explains is kept until an operator releases it.</param>
    public static AuditReport Compare(HostInventory host, ImmutableArray<Lease> live, bool mayRemove = true) =>
        new([.. FindUnexplained(host, live).Select(f => mayRemove ? f : f with { Remedy = RemedyRule.For(f) }), .. live.SelectMany(l => FindMissing(l, host))], Count(host, live));

    private static ImmutableSortedDictionary<string, int> Count(HostInventory host, ImmutableArray<Lease> live) =>
        Enum.GetValues<VolumeTraceKind>().Select(kind => KeyValuePair.Create(KindOf(kind), host.Volumes.Count(v => v.Kind == kind)))
            .Append(KeyValuePair.Create("container", host.Containers.Length))
            .Append(KeyValuePair.Create("env_file", host.EnvironmentFiles.Length))
            .Append(KeyValuePair.Create("lease", live.Length))
            .Concat(host.Ends.Select(ends => KeyValuePair.Create(ends.Kind, ends.Leases.Count)))
            .ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static IEnumerable<AuditFinding> FindUnexplained(HostInventory host, ImmutableArray<Lease> live)
    {
        var orphans = Orphans.Find(host, live);
        foreach (var c in orphans.Containers)
        {
            yield return new AuditFinding("container", c.Name, c.Vmid, c.LeaseId, "no lease in the books explains it");
        }

        foreach (var v in orphans.Volumes)
        {
            yield return new AuditFinding(KindOf(v.Kind), v.Name, v.Vmid, v.LeaseId, "no lease in the books explains it");
        }

        foreach (var (id, _) in orphans.EnvironmentFiles)
        {
            yield return new AuditFinding("env_file", id.Value, null, null, "no waiting request explains it");
        }

        foreach (var (ends, id) in host.Ends.SelectMany(ends => ends.Leases.Except(live.Select(l => l.Id)).Select(id => (ends, id))))
        {
            yield return new AuditFinding(ends.Kind, id.ToString(), null, id, "no lease in the books explains it");
        }
    }

    private static IEnumerable<AuditFinding> FindMissing(Lease lease, HostInventory host)
    {
        if (lease is { State: LeaseState.Evicting, EvictionAttempts: > 0 })
        {
            yield return Find(lease, $"not gone after {lease.EvictionAttempts} tries: {lease.LastError}");
        }

        if (lease.Held)
        {
            yield return Find(lease, "its end was rebuilt, may be too early, and is held") with { Remedy = RemedyRule.ForHeld(lease) };
        }

        if (lease.IsLeased && host.Ends.FirstOrDefault(ends => ends.IsForEach && !ends.Leases.Contains(lease.Id)) is { } without)
        {
            yield return Find(lease, $"its {without.Kind} is not there");
        }

        if (lease.State is not LeaseState.Active)
        {
            yield break;
        }

        var container = host.Containers.FirstOrDefault(c => c.Id == lease.ContainerId);
        if (container is null)
        {
            yield return Find(lease, "its container is not there");
        }
        else if (!container.MayRun && !lease.Completed && lease.RestartAt is null)
        {
            yield return Find(lease, "its container does not run");
        }

        if (VolumeSpec.For(lease) is not null && !host.Volumes.Any(v => v.Kind is VolumeTraceKind.DockerVolume && v.LeaseId == lease.Id))
        {
            yield return Find(lease, "its volume is not there");
        }
    }

    private static AuditFinding Find(Lease lease, string detail) => new("lease", lease.Id.ToString(), lease.Vmid, lease.Id, detail);

    /// <summary>What a trace of a volume is called.</summary>
    internal static string KindOf(VolumeTraceKind kind) => kind switch
    {
        VolumeTraceKind.DockerVolume => "docker_volume",
        VolumeTraceKind.ImageFile => "image_file",
        VolumeTraceKind.Mapping => "mapping",
        VolumeTraceKind.LoopDevice => "loop_device",
        _ => "device_link",
    };
}
