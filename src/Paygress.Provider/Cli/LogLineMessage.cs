namespace Paygress.Provider.Cli;

/// <summary>One line of what <c>logs --json</c> prints.</summary>
internal sealed record LogLineMessage(string Line);
