namespace Paygress.Provider.Api.Messages;

/// <summary>One published port of a lease.</summary>
internal sealed record LeasePortMessage(string HostIp, int HostPort, int ContainerPort, string Protocol, string? Label);
