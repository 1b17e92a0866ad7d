namespace Paygress.Provider.Core.Leases;

/// <summary>One port of a container and where it is reached on the host.</summary>
public sealed record LeasePort(int HostPort, int ContainerPort, PortProtocol Protocol, string? Label);
