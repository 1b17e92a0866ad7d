namespace Paygress.Provider.Api.Messages;

/// <summary>The container of a lease. Its status is what docker says now; none where docker was not asked or did not answer.</summary>
/// <param name="Name">Its name in docker.</param>
/// <param name="Id">Its id in docker; none before it is made.</param>
/// <param name="Ip">Its address in the tenants' network; none before it runs.</param>
/// <param name="Status">What docker says of it now; none where docker was not asked or did not answer.</param>
/// <param name="EnvNames">The names of its env; the values are never shown.</param>
internal sealed record LeaseContainerMessage(string Name, string? Id, string? Ip, string? Status, IReadOnlyList<string>? EnvNames = null);
