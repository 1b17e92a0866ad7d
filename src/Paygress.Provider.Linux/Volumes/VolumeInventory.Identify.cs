using System.Collections.Immutable;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Linux.Volumes;

// What there is of one volume.
internal sealed partial class VolumeInventory
{
    private VolumeParts Identify(VolumeSpec spec, DockerVolume? dockerVolume, ImmutableArray<LoopDevice> loops)
    {
        var image = paths.ImageOf(spec);
        var file = FileIdentity.Of(image);
        var own = loops.Where(loop => file is { } found ? loop.IsOn(found) : loop.BackPath == image).ToImmutableArray();
        var mapping = mappings.Find(spec.Vmid);
        var link = devices.ReadLink(spec.Vmid);
        var parts = new VolumeParts
        {
            IsForeign = (file is not null && LeaseOf(image) != spec.LeaseId)
                || FileIdentity.Of(paths.OtherImageOf(spec)) is not null
                || (dockerVolume is not null && !dockerVolumes.IsOf(dockerVolume, spec.LeaseId))
                || (mapping is not null && !IsOf(mapping, spec, own)),
            HasImage = file is not null,
            HasUnfinishedImage = FileIdentity.Of(paths.UnfinishedImageOf(spec.Vmid, spec.LeaseId)) is not null,
            HasDockerVolume = dockerVolume is not null,
            IsDockerVolumeRight = dockerVolume is not null && dockerVolumes.IsExactly(dockerVolume, spec.LeaseId, paths.LinkOf(spec.Vmid)),
            LoopDevices = own.Length,
            HasMapping = mapping is not null,
            HasLink = link is not null,
            IsDeviceRight = own is [{ IsReadOnly: false } only] && link == only.Name,
        };
        return spec.IsEncrypted ? WithMapping(parts, mapping, spec, own) : parts;
    }

    private VolumeParts WithMapping(VolumeParts parts, DeviceMapping? mapping, VolumeSpec spec, ImmutableArray<LoopDevice> own)
    {
        var isSound = mapping is { IsUsable: true, IsAlive: true } && own is [{ IsReadOnly: false }] && !parts.IsForeign;
        // Only what is sound can be read: a suspended mapping would make the reader wait for ever.
        var device = kernel.DeviceOf(spec.Vmid);
        var hasFileSystem = isSound && Ext4Superblock.ReadUuid(device) == spec.LeaseId.Value;
        return parts with
        {
            IsMappingSound = isSound,
            HasFileSystem = hasFileSystem,
            IsDeviceRight = hasFileSystem && devices.ReadLink(spec.Vmid) == device,
        };
    }

    // A name proves nothing: the id must be the lease's, and what is below must be its image file.
    private static bool IsOf(DeviceMapping mapping, VolumeSpec spec, ImmutableArray<LoopDevice> own) =>
        spec.IsEncrypted && mapping.LeaseId == spec.LeaseId && mapping.Below.All(below => own.Any(loop => loop.Name == LoopDevice.PathOf(below)));
}
