using System.Text.Json;

namespace Paygress.Provider.Linux.Docker;

/// <summary>What an image wants.</summary>
/// <param name="Volumes">The directories for which it wants volumes; the values say nothing.</param>
/// <param name="IsHuge">True when its configuration has more than <see cref="InspectFormats.MostImageConfig"/>.</param>
internal sealed record DockerImageVolumes(Dictionary<string, JsonElement>? Volumes, bool IsHuge);
