namespace Paygress.Provider.Linux.Docker;

/// <summary>One address range.</summary>
internal sealed record DockerSubnet(string? Subnet);
