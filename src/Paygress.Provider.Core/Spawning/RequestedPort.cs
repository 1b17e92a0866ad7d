namespace Paygress.Provider.Core.Spawning;

/// <summary>A port as a request gave it.</summary>
public sealed record RequestedPort(int ContainerPort, string? Protocol);
