using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Trials;

/// <summary>One way to exceed a limit.</summary>
/// <param name="Script">For the shell of the image <c>hello</c>.</param>
/// <param name="Judge">What an answer shows.</param>
public sealed record TrialAttempt(string Limit, HostCapability Needed, string Script, Func<TrialAnswer, (TrialOutcome Outcome, string Said)> Judge);
