namespace Paygress.Provider.Benchmarks.Idle;

/// <summary>What the provider costs with so many leases.</summary>
/// <param name="PssMb">Memory after the leases were made and left alone for a while.</param>
/// <param name="GuardPssMb">Memory of the process that guards the network.</param>
/// <param name="CpuPercent">Of one core, with all programs that it started.</param>
/// <param name="ReadyMs">From the start of the process to its first good answer, over these leases.</param>
/// <param name="VerbMs">Wall time of <c>leases</c>.</param>
internal sealed record IdleResult(int Leases, double PssMb, double GuardPssMb, double CpuPercent, double ReadyMs, double VerbMs);
