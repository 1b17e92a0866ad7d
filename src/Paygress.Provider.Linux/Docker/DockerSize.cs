namespace Paygress.Provider.Linux.Docker;

/// <summary>What a container wrote into its root.</summary>
internal sealed record DockerSize(string? Id, long? Bytes);
