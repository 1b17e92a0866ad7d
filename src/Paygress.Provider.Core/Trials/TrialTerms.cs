using System.Collections.Immutable;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Core.Trials;

/// <summary>What the canary was sold, and whom it must not reach.</summary>
/// <param name="Processes">The most that it may have.</param>
/// <param name="LogBytes">The most that is kept of what it prints.</param>
/// <param name="Refused">Addresses that are refused to tenants; none where the network is not guarded.</param>
/// <param name="Machine">The machine's address on the tenants' bridge.</param>
public sealed record TrialTerms(Tier Tier, int Processes, long LogBytes, ImmutableArray<string> Refused, string? Machine);
