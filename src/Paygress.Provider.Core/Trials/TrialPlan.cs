using System.Collections.Immutable;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Core.Trials;

/// <summary>What of the configuration a trial goes by.</summary>
/// <param name="Processes">The most that a container may have.</param>
/// <param name="LogBytes">The most that is kept of what a container prints.</param>
/// <param name="Refused">Addresses that are refused to tenants, one of each kind; none where the network is not guarded.</param>
/// <param name="Machine">The machine's address on the tenants' bridge; none where the network is not guarded.</param>
public sealed record TrialPlan(int Processes, long LogBytes, ImmutableArray<string> Refused, string? Machine)
{
    // Some hundreds of processes do not fit into less, and it would be the memory that ends them.
    private const int EnoughMemoryMb = 256;

    /// <summary>The smallest tier in which each limit can be reached before another one is.</summary>
    public static Tier? FindTier(Catalog catalog) => catalog.Tiers.FirstOrDefault(t => t.MemoryMb >= EnoughMemoryMb) ?? catalog.Tiers.LastOrDefault();

    /// <summary>The terms of a canary of this tier.</summary>
    public TrialTerms TermsOf(Tier tier) => new(tier, Processes, LogBytes, Refused, Machine);
}
