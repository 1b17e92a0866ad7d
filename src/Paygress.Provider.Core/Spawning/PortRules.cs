using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Core.Spawning;

/// <summary>Checks the ports of a request and adds them to the template's.</summary>
internal static class PortRules
{
    /// <summary>The most ports of one lease.</summary>
    public const int MaxPorts = 32;

    public static ImmutableArray<WorkloadPort> Check(ImmutableArray<WorkloadPort> fromTemplate, ImmutableArray<RequestedPort> requested, ImmutableArray<Problem>.Builder problems)
    {
        // Before each is held against all others: a request may have tens of thousands.
        if (fromTemplate.Length + requested.Length > MaxPorts)
        {
            problems.Add(new Problem(ErrorCodes.InvalidPort, $"at most {MaxPorts} ports are published for one lease", "ports"));
            return fromTemplate;
        }

        var ports = fromTemplate.ToBuilder();
        for (var i = 0; i < requested.Length; i++)
        {
            var problem = Read(requested[i], ports, out var port);
            if (problem is null)
            {
                ports.Add(port);
            }
            else
            {
                problems.Add(new Problem(ErrorCodes.InvalidPort, problem, $"ports[{i}]"));
            }
        }

        return ports.ToImmutable();
    }

    private static string? Read(RequestedPort requested, IEnumerable<WorkloadPort> taken, out WorkloadPort port)
    {
        var isUdp = requested.Protocol == "udp";
        port = new WorkloadPort(requested.ContainerPort, isUdp ? PortProtocol.Udp : PortProtocol.Tcp, null);
        var (number, protocol) = (port.ContainerPort, port.Protocol);
        if (number is < 1 or > 65535)
        {
            return $"{number} is not a port; expected 1 to 65535";
        }

        if (!isUdp && requested.Protocol is not (null or "tcp"))
        {
            return "the protocol must be tcp or udp";
        }

        return taken.Any(p => p.ContainerPort == number && p.Protocol == protocol)
            ? $"{number}/{(isUdp ? "udp" : "tcp")} is there already"
            : null;
    }
}
