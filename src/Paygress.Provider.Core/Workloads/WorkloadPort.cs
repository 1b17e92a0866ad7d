using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Workloads;

/// <summary>A port that the container listens on.</summary>
public sealed record WorkloadPort(int ContainerPort, PortProtocol Protocol, string? Label);
