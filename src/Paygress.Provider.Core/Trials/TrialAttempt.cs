using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Trials;

/// <summary>One way to exceed a limit.</summary>
/// <param name="Script">For the shell of the image <c>hello</c>.</param>
/// <param name="Judge">What an answer shows.</param>
/// <param name="AsRoot">As root of the container instead of its own user, whose the data volume is.</param>
public sealed record TrialAttempt(string Limit, HostCapability Needed, string Script, Func<TrialAnswer, (TrialOutcome Outcome, string Said)> Judge, bool AsRoot = false);
