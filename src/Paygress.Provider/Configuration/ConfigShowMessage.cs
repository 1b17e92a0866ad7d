namespace Paygress.Provider.Configuration;

/// <summary>What <c>config show --json</c> prints.</summary>
internal sealed record ConfigShowMessage(IReadOnlyList<ConfigValueMessage> Settings);
