using System.Collections.Immutable;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Core.StoreLoss;

/// <summary>Makes a lease again from its running container and its volume. Pure.</summary>
/// <remarks>Labels do not know of extensions and credits, and a container may have been started again: the end is a guess, and held.</remarks>
public static class RebuildRule
{
    private const long Mega = 1024 * 1024;
    private const long Giga = 1024 * Mega;

    /// <summary>The lease, or what is missing for it.</summary>
    /// <param name="volumes">All traces of volumes on the host.</param>
    /// <param name="catalog">Knows what docker does not: prices, sizes of volumes and what ports are called.</param>
    public static RebuildResult Make(ContainerDetails container, ImmutableArray<VolumeTrace> volumes, Catalog catalog, IWallClock wall, DateTimeOffset now)
    {
        var status = container.Status;
        if (FindMissing(container) is { } missing)
        {
            return new RebuildResult.Impossible(missing);
        }

        var own = volumes.Where(v => v.LeaseId == status.LeaseId).ToImmutableArray();
        var started = Earlier(wall.FromWall(status.StartedAt!.Value), now); // nothing of this is missing
        return new RebuildResult.Rebuilt(new Lease
        {
            Id = status.LeaseId!.Value,
            RequestId = container.RequestId!.Value,
            Owner = container.Owner!.Value,
            Workload = MakeWorkload(container, own, catalog),
            Duration = container.Duration!.Value,
            CreatedAt = status.CreatedAt is { } created ? Earlier(wall.FromWall(created), started) : started,
            State = LeaseState.Active,
            Version = Lease.RebuiltVersion,
            Vmid = status.Vmid,
            Ports = [.. container.Ports.Select(p => p with { Label = LabelOf(p, container, catalog) })],
            ImageId = container.ImageId,
            ContainerId = status.Id,
            ContainerIp = status.Ip,
            StartedAt = started,
            ExpiresAt = started + container.Duration.Value,
            Held = true,
        });
    }

    private static string? FindMissing(ContainerDetails container) => container switch
    {
        { Status.LeaseId: null } => "it does not say which lease it is of",
        { Status.Vmid: null } => "it has no vmid",
        { Status.StartedAt: null } => "docker does not say since when it runs",
        { RequestId: null } => "it does not say which request made it",
        { Owner: null } => "it does not say whose it is",
        { TierId: null } => "it does not say of which tier it is",
        { Duration: null } => "it does not say for how long it was sold",
        { ImageId: null } => "docker does not say of which image it is",
        { CpuMillicores: <= 0 } or { MemoryBytes: <= 0 } => "it has no limits",
        _ => null,
    };

    private static Workload MakeWorkload(ContainerDetails container, ImmutableArray<VolumeTrace> own, Catalog catalog) => new()
    {
        Image = FindTemplate(container, catalog)?.Image ?? container.ImageId!, // it is not missing
        Template = container.Template,
        Tier = MakeTier(container, own, catalog),
        Ports = [.. container.Ports.Select(p => new WorkloadPort(p.ContainerPort, p.Protocol, LabelOf(p, container, catalog)))],
        DataPath = container.DataPath,
        WritableRoot = container.WritableRoot,

        // A container that runs keeps the mapping of its volume open.
        Encrypted = own.Any(v => v.Kind is VolumeTraceKind.Mapping),
    };

    // What was sold is what docker bounds, whatever the tier of that name is today.
    private static Tier MakeTier(ContainerDetails container, ImmutableArray<VolumeTrace> own, Catalog catalog)
    {
        var today = catalog.FindTier(container.TierId!); // it is not missing
        var size = own.FirstOrDefault(v => v.Kind is VolumeTraceKind.ImageFile)?.SizeBytes;
        return new Tier(
            container.TierId!,
            container.CpuMillicores,
            (int)(container.MemoryBytes / Mega),
            size is { } bytes ? (int)(bytes / Giga) : today?.StorageGb ?? 0,
            today?.RateMsat ?? 0);
    }

    private static string? LabelOf(LeasePort port, ContainerDetails container, Catalog catalog) =>
        FindTemplate(container, catalog)?.Ports.FirstOrDefault(p => p.ContainerPort == port.ContainerPort && p.Protocol == port.Protocol)?.Label;

    private static Template? FindTemplate(ContainerDetails container, Catalog catalog) =>
        container.Template is { } slug ? catalog.Templates.GetValueOrDefault(slug) : null;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
