namespace Paygress.Provider.Core.Volumes;

/// <summary>The kinds of things that a volume leaves on the host.</summary>
public enum VolumeTraceKind
{
    DockerVolume,
    ImageFile,

    /// <summary>The device-mapper entry of an encrypted volume.</summary>
    Mapping,
    LoopDevice,
    DeviceLink,
}
