namespace Paygress.Provider.Core.Trials;

/// <summary>What an attempt in the canary came to.</summary>
/// <param name="Output">Both outputs, merged and bounded.</param>
public sealed record TrialAnswer(int ExitCode, string Output);
