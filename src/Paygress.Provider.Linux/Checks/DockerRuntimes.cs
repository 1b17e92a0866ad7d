using System.Text.Json;

namespace Paygress.Provider.Linux.Checks;

/// <summary>Which OCI runtimes dockerd knows, by <c>docker info</c>; the values say where they are.</summary>
internal sealed record DockerRuntimes(Dictionary<string, JsonElement>? Known, string? Default);
