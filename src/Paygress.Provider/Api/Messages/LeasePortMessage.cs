namespace Paygress.Provider.Api.Messages;

/// <summary>One published port of a lease.</summary>
/// <param name="HostIp">The address to connect to.</param>
/// <param name="HostPort">The port to connect to.</param>
/// <param name="ContainerPort">The port within the container.</param>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
/// <param name="Label">What the template says that it serves; none when it says nothing.</param>
internal sealed record LeasePortMessage(string HostIp, int HostPort, int ContainerPort, string Protocol, string? Label);
