namespace Paygress.Provider.Linux.Docker;

/// <summary>What docker says of an image.</summary>
/// <param name="Digests">As <c>path@sha256:…</c>, one for each registry and path that it came from.</param>
internal sealed record DockerImage(string? Id, long? Size, string[]? Tags, string[]? Digests);
