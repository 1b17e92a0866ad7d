using System.Globalization;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Linux.Network;

/// <summary>What the guard is told to enforce, as one text. Pure.</summary>
internal static class GuardedRules
{
    public static string Of(DockerOptions docker, NetworkOptions network) => string.Create(
        CultureInfo.InvariantCulture,
        $"dns {string.Join(' ', docker.Dns)}; refused {string.Join(' ', network.Refused)}; connections {network.NewConnectionsPerSecond}/s {network.MaxConnections}; table {network.RouteTable}");
}
