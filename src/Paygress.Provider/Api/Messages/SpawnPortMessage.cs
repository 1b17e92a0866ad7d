namespace Paygress.Provider.Api.Messages;

/// <summary>A port that the container listens on, as asked for; tcp when no protocol is given.</summary>
internal sealed record SpawnPortMessage(int ContainerPort, string? Protocol = null);
