using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>What is on the host under a volume's names, and whether it is the lease's.</summary>
internal sealed record VolumeParts
{
    /// <summary>True when an image file, a docker volume or a mapping is there that says it is somebody else's, or does not say whose it is.</summary>
    public bool IsForeign { get; init; }

    public bool HasImage { get; init; }

    /// <summary>True when the making of it was broken off.</summary>
    public bool HasUnfinishedImage { get; init; }

    public bool HasDockerVolume { get; init; }

    /// <summary>True when that is exactly the entry that we make. Docker makes another one, with our labels, for a container whose entry was gone.</summary>
    public bool IsDockerVolumeRight { get; init; }

    /// <summary>How many loop devices have its image file.</summary>
    public int LoopDevices { get; init; }

    /// <summary>True when device-mapper has an entry of its name, whatever is behind it.</summary>
    public bool HasMapping { get; init; }

    /// <summary>True when that decrypts its image file, can be written to, and nothing else is on the image file.</summary>
    public bool IsMappingSound { get; init; }

    /// <summary>True when that shows a file system with the lease's id.</summary>
    public bool HasFileSystem { get; init; }

    public bool HasLink { get; init; }

    /// <summary>True when the link shows the one device of its image file, and that can be written to; of an encrypted one its mapping.</summary>
    public bool IsDeviceRight { get; init; }

    /// <summary>The whole in one word. Pure.</summary>
    public VolumeStatus ToStatus() => this switch
    {
        { IsForeign: true } => VolumeStatus.Foreign,
        { HasImage: false, HasUnfinishedImage: false, HasDockerVolume: false, LoopDevices: 0, HasMapping: false, HasLink: false } => VolumeStatus.Absent,
        { HasImage: false } or { LoopDevices: > 1 } => VolumeStatus.Foreign,
        { IsDockerVolumeRight: true, IsDeviceRight: true } => VolumeStatus.Open,
        _ => VolumeStatus.Closed,
    };
}
