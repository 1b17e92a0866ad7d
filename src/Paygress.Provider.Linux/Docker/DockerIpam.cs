namespace Paygress.Provider.Linux.Docker;

/// <summary>The address ranges of a <see cref="DockerNetwork"/>.</summary>
internal sealed record DockerIpam(List<DockerSubnet>? Config);
