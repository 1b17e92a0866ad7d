namespace Paygress.Provider.Linux.Docker;

/// <summary>Where a port of a container is reached on the host.</summary>
internal sealed record DockerPortBinding(string? HostPort);
