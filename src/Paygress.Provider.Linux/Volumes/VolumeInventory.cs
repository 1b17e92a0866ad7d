using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Looks at what volumes leave on the host, without touching anything.</summary>
internal sealed partial class VolumeInventory(
    VolumePaths paths, KernelPaths kernel, VolumeImages images, VolumeDevices devices, DeviceMappings mappings, DockerDataVolumes dockerVolumes)
{
    /// <summary>The device of an encrypted volume's mapping.</summary>
    public string DeviceOf(Vmid vmid) => kernel.DeviceOf(vmid);

    /// <summary>What there is under the names of one volume.</summary>
    public async Task<HostResult<VolumeParts>> IdentifyAsync(VolumeSpec spec, CancellationToken cancellationToken)
    {
        var entry = await dockerVolumes.FindAsync(spec.Vmid, cancellationToken);
        if (entry is not HostResult<DockerVolume?>.Done { Value: var dockerVolume })
        {
            return entry.As<VolumeParts>();
        }

        var listed = await devices.ListLoopsAsync(cancellationToken);
        if (listed is not HostResult<ImmutableArray<LoopDevice>>.Done { Value: var loops })
        {
            return listed.As<VolumeParts>();
        }

        return VolumeLook.At(() => Identify(spec, dockerVolume, loops));
    }

    /// <summary>Every trace in our names, and whose it is; in the order in which they can be removed.</summary>
    public async Task<HostResult<ImmutableArray<VolumeTrace>>> ListOursAsync(CancellationToken cancellationToken)
    {
        var entries = await dockerVolumes.ListOursAsync(cancellationToken);
        if (entries is not HostResult<ImmutableArray<VolumeTrace>>.Done { Value: var dockerTraces })
        {
            return entries;
        }

        return await ListTracesAsync(cancellationToken) switch
        {
            HostResult<ImmutableArray<VolumeTrace>>.Done { Value: var traces } => HostResult.Of(dockerTraces.AddRange(traces)),
            var other => other,
        };
    }

    /// <summary>The vmids of which anything is there, whoever made it.</summary>
    public async Task<HostResult<ImmutableHashSet<Vmid>>> FindOccupiedVmidsAsync(CancellationToken cancellationToken)
    {
        var entries = await dockerVolumes.FindOccupiedVmidsAsync(cancellationToken);
        if (entries is not HostResult<ImmutableHashSet<Vmid>>.Done { Value: var byName })
        {
            return entries;
        }

        return await ListTracesAsync(cancellationToken) switch
        {
            HostResult<ImmutableArray<VolumeTrace>>.Done { Value: var traces } => VolumeLook.At(() =>
                byName.Union(traces.Select(t => t.Vmid).OfType<Vmid>()).Union(mappings.List().Select(m => m.Vmid).OfType<Vmid>())),
            var other => other.As<ImmutableHashSet<Vmid>>(),
        };
    }

    // All but docker's entries.
    private async Task<HostResult<ImmutableArray<VolumeTrace>>> ListTracesAsync(CancellationToken cancellationToken) =>
        await devices.ListLoopsAsync(cancellationToken) switch
        {
            HostResult<ImmutableArray<LoopDevice>>.Done { Value: var loops } =>
                VolumeLook.At<ImmutableArray<VolumeTrace>>(() => [.. LinkTraces(), .. MappingTraces(loops), .. LoopTraces(loops), .. ImageTraces()]),
            var other => other.As<ImmutableArray<VolumeTrace>>(),
        };

    private IEnumerable<VolumeTrace> ImageTraces() => images.List().Select(path =>
        new VolumeTrace(VolumeTraceKind.ImageFile, path, VolumePaths.ReadImageVmid(path), LeaseOf(path), Time(File.GetLastWriteTimeUtc(path))) { SizeBytes = new FileInfo(path).Length });

    private IEnumerable<VolumeTrace> LoopTraces(ImmutableArray<LoopDevice> loops) =>
        loops.Where(loop => paths.IsInImageDirectory(loop.BackPath)).Select(loop =>
            new VolumeTrace(VolumeTraceKind.LoopDevice, loop.Name ?? loop.BackPath, VolumePaths.ReadImageVmid(loop.BackPath), LeaseOf(loop.BackPath), Time(File.GetLastWriteTimeUtc(loop.BackPath))));

    private IEnumerable<VolumeTrace> LinkTraces() => devices.ListLinks().Select(path =>
        new VolumeTrace(VolumeTraceKind.DeviceLink, path, VolumePaths.ReadLinkVmid(path), LeaseOfLink(path), Time(new FileInfo(path).LastWriteTimeUtc)));

    // One whose image file is elsewhere is somebody else's; one with nothing below has no other mark than its id.
    private IEnumerable<VolumeTrace> MappingTraces(ImmutableArray<LoopDevice> loops) =>
        from mapping in mappings.List()
        where mapping.LeaseId is not null && mapping.Below.All(below => loops.Any(l => l.Name == LoopDevice.PathOf(below) && paths.IsInImageDirectory(l.BackPath)))
        let vmid = mapping.Vmid!.Value // only entries with our names are listed
        select new VolumeTrace(VolumeTraceKind.Mapping, kernel.DeviceOf(vmid), vmid, mapping.LeaseId, Time(File.GetLastWriteTimeUtc(paths.EncryptedImageOf(vmid))));

    // .NET says 1601 of a file that is gone: as an age it would be the greatest.
    private static DateTimeOffset? Time(DateTime written) => written == DateTime.FromFileTimeUtc(0) ? null : written;

    private static LeaseId? LeaseOf(string image) =>
        VolumePaths.ReadUnfinished(image)
        ?? ((VolumePaths.IsEncryptedImage(image) ? LuksHeader.ReadUuid(image) : Ext4Superblock.ReadUuid(image)) is { } uuid ? new LeaseId(uuid) : null);

    private LeaseId? LeaseOfLink(string link) =>
        VolumePaths.ReadLinkVmid(link) is { } vmid ? LeaseOf(paths.PlainImageOf(vmid)) ?? LeaseOf(paths.EncryptedImageOf(vmid)) : null;
}
