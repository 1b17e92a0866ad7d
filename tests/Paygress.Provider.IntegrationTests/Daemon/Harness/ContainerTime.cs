namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>A start or a death of a container, with docker's own time.</summary>
internal sealed record ContainerTime(string Action, string Name, string LeaseId, DateTimeOffset At);
