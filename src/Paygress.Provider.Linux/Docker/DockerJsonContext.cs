using System.Text.Json.Serialization;
using Paygress.Provider.Linux.Checks;
using Paygress.Provider.Linux.Trials;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Reads docker's JSON without reflection. What we do not know is ignored: docker adds fields with every version.</summary>
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(DockerContainer))]
[JsonSerializable(typeof(DockerVolume))]
[JsonSerializable(typeof(DockerNetwork))]
[JsonSerializable(typeof(DockerEngine))]
[JsonSerializable(typeof(DockerEvent))]
[JsonSerializable(typeof(DockerVersions))]
[JsonSerializable(typeof(DockerLimits))]
[JsonSerializable(typeof(DockerRuntimes))]
[JsonSerializable(typeof(DockerStorage))]
[JsonSerializable(typeof(DockerGround))]
[JsonSerializable(typeof(DockerImage))]
[JsonSerializable(typeof(DockerImageVolumes))]
[JsonSerializable(typeof(DockerSize))]
internal sealed partial class DockerJsonContext : JsonSerializerContext;
