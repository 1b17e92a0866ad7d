using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>Published ports as text.</summary>
internal static class PortText
{
    /// <summary><c>20001->8080</c>, with <c>/udp</c> where it is not tcp.</summary>
    public static string Full(LeasePortMessage port) => $"{port.HostPort}->{port.ContainerPort}{Protocol(port)}";

    /// <summary><c>20001</c>.</summary>
    public static string Host(LeasePortMessage port) => $"{port.HostPort}{Protocol(port)}";

    /// <summary>Where a client connects to; a wildcard address is this machine.</summary>
    public static string Address(LeasePortMessage port)
    {
        var host = port.HostIp switch { "0.0.0.0" or "" => "127.0.0.1", "::" => "[::1]", var ip when ip.Contains(':', StringComparison.Ordinal) => $"[{ip}]", var ip => ip };
        return $"{host}:{port.HostPort}{Protocol(port)}";
    }

    /// <summary>What answers there.</summary>
    public static string Target(LeasePortMessage port) =>
        $"port {port.ContainerPort}/{port.Protocol} of the container" + (port.Label is null ? "" : $" ({port.Label})");

    private static string Protocol(LeasePortMessage port) => port.Protocol == "tcp" ? "" : $"/{port.Protocol}";
}
