namespace Paygress.Provider.Api.Messages;

/// <summary>A port that the container listens on, as asked for; tcp when no protocol is given.</summary>
/// <param name="ContainerPort">The port within the container.</param>
/// <param name="Protocol"><c>tcp</c>, the default, or <c>udp</c>.</param>
internal sealed record SpawnPortMessage(int ContainerPort, string? Protocol = null);
