using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Compute;

/// <summary>One container of ours whose main process ended.</summary>
public sealed record ContainerDeath(string ContainerId, LeaseId LeaseId, int ExitCode);
