namespace Paygress.Provider.Linux.Network;

/// <summary>What tenants may reach: section <c>Network</c>.</summary>
public sealed class NetworkOptions
{
    public const string SectionName = "Network";

    /// <summary>With <c>required</c>, no lease is offered while the rules are not in place; with <c>off</c>, the provider sets none.</summary>
    public IsolationMode Isolation { get; set; } = IsolationMode.Required;

    /// <summary>IPv4 ranges that no tenant reaches, beside this machine and the other tenants. Those of a file add to the default ones.</summary>
    public IReadOnlyList<string> Refused { get; set; } = [];

    /// <summary>How many connections a container may begin each second; half a second's worth more at once.</summary>
    public int NewConnectionsPerSecond { get; set; } = 100;

    /// <summary>How many connections a container may have at once.</summary>
    public int MaxConnections { get; set; } = 2000;

    /// <summary>The number of the routing table of refused ranges, and the priority of the rules that lead to it. Another one for a second provider on the machine.</summary>
    public int RouteTable { get; set; } = 10213;
}
