namespace Paygress.Provider.Api.Messages;

/// <summary>The container of a lease. Its status is what docker says now; none where docker was not asked or did not answer.</summary>
/// <param name="EnvNames">The names of its env; the values are never shown.</param>
internal sealed record LeaseContainerMessage(string Name, string? Id, string? Ip, string? Status, IReadOnlyList<string>? EnvNames = null);
