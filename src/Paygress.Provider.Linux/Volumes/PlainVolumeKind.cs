using System.Text.Json.Serialization;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>How a volume without encryption is kept.</summary>
public enum PlainVolumeKind
{
    /// <summary>An image file with a file system of the size that was sold.</summary>
    Image,

    /// <summary>A directory of docker's: its size is not bounded.</summary>
    [JsonStringEnumMemberName("docker-volume")]
    DockerVolume,
}
