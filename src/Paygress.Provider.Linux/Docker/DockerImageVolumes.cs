using System.Text.Json;

namespace Paygress.Provider.Linux.Docker;

/// <summary>The directories for which an image wants volumes; the values say nothing.</summary>
internal sealed record DockerImageVolumes(Dictionary<string, JsonElement>? Volumes);
