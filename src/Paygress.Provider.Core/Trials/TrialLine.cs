using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Trials;

/// <summary>One limit, and what came of trying to exceed it.</summary>
/// <param name="Limit">What it is called, for a reader and for programs.</param>
/// <param name="Needed">What can't be offered without it.</param>
/// <param name="Said">What was seen, in a few words.</param>
public sealed record TrialLine(string Limit, HostCapability Needed, TrialOutcome Outcome, string Said);
