namespace Paygress.Provider.Checks;

/// <summary>What <c>check --json</c> prints.</summary>
internal sealed record CheckMessage(IReadOnlyList<CheckLineMessage> Checks);
