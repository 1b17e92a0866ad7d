namespace Paygress.Provider.Api.Messages;

/// <summary>A port that the container listens on, as asked for.</summary>
internal sealed record SpawnPortMessage(int ContainerPort, string? Protocol);
