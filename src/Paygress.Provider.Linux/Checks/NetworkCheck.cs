using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Network;

namespace Paygress.Provider.Linux.Checks;

/// <summary>Whether tenants are kept from the host, from each other and from private networks: the programs, and the guard's last word.</summary>
internal sealed class NetworkCheck(NetworkState state, NetworkOptions options) : IHostCheck
{
    /// <summary>What an operator does where nobody guards the network, or not all of it.</summary>
    public const string Fix = "systemctl restart paygress-network, or run the provider as root; what the guard says: journalctl -u paygress-network; where docker's rules are lost: systemctl restart docker";

    private const string Group = "network";
    private const string Name = "isolation";

    private static readonly ImmutableArray<(string Program, string Package)> Programs =
        [("nft", "nftables"), ("ip", "iproute2"), ("bridge", "iproute2"), ("iptables", "iptables")];

    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>([Look()]);

    private CheckLine Look()
    {
        if (options.Isolation is IsolationMode.Off)
        {
            return new CheckLine(Group, Name, CheckOutcome.Warned, "off by Network:Isolation: tenants reach this machine, each other and private networks unless somebody else keeps them from it", "set Network:Isolation to required");
        }

        if (Programs.FirstOrDefault(p => ProgramPath.Find(p.Program, Environment.GetEnvironmentVariable("PATH")).Path is null) is { Program: { } missing } gone)
        {
            return new CheckLine(Group, Name, CheckOutcome.Failed, $"{missing} is not installed; leases are not offered", $"apt install {gone.Package}", HostCapability.Leases);
        }

        return state.FindObstacle() is { } obstacle
            ? new CheckLine(Group, Name, CheckOutcome.Failed, $"{obstacle}; leases are not offered", Fix, HostCapability.Leases)
            : new CheckLine(Group, Name, CheckOutcome.Passed, "firewall, routes and bridge ports keep tenants from this machine, each other and private networks");
    }
}
