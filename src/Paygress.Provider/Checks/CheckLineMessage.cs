namespace Paygress.Provider.Checks;

/// <summary>One line of <c>check --json</c>.</summary>
/// <param name="Outcome"><c>passed</c>, <c>warned</c> or <c>failed</c>.</param>
internal sealed record CheckLineMessage(string Group, string Name, string Outcome, string Detail, string? Fix);
