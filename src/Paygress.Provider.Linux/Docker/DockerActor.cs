using System.Text.Json.Serialization;

namespace Paygress.Provider.Linux.Docker;

/// <summary>What a <see cref="DockerEvent"/> happened to.</summary>
internal sealed record DockerActor([property: JsonPropertyName("ID")] string? Id, Dictionary<string, string?>? Attributes);
