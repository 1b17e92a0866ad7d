using System.Text.Json.Serialization;

namespace Paygress.Provider.Linux.Docker;

/// <summary>A container's place on one network.</summary>
internal sealed record DockerEndpoint([property: JsonPropertyName("IPAddress")] string? IpAddress);
