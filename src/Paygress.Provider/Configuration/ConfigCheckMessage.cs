namespace Paygress.Provider.Configuration;

/// <summary>What <c>config check --json</c> prints.</summary>
internal sealed record ConfigCheckMessage(IReadOnlyList<ConfigFaultMessage> Faults);
