namespace Paygress.Provider.Linux.Docker;

/// <summary>How and where dockerd keeps containers, by <c>docker info</c>.</summary>
internal sealed record DockerStorage(string? Driver, string? Root);
