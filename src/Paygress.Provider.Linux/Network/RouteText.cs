using System.Collections.Immutable;
using System.Globalization;

namespace Paygress.Provider.Linux.Network;

/// <summary>Which routing keeps tenants from refused ranges, and lets through what the firewall lets through. Pure.</summary>
/// <remarks>
/// Rules in this order: name servers, answers to connections from outside (by the mark that the firewall sets), and then the table
/// of refused ranges. Without the firewall no answer is marked: a tenant is then cut off from private networks, never let into them.
/// </remarks>
internal sealed class RouteText(string bridge, IReadOnlyCollection<string> resolvers, NetworkOptions options)
{
    private const string MainTable = "254";
    private const string Tcp = "6";
    private const string Udp = "17";

    /// <summary>The table's number.</summary>
    public string Table { get; } = options.RouteTable.ToString(CultureInfo.InvariantCulture);

    /// <summary>The rules as they have to be.</summary>
    public ImmutableArray<RouteRule> Rules { get; } =
    [
        .. from resolver in resolvers
           from protocol in (string[])[Tcp, Udp]
           select new RouteRule { Priority = options.RouteTable, Iif = bridge, Dst = resolver, Protocol = protocol, Port = 53, Table = MainTable },
        new RouteRule { Priority = options.RouteTable + 1, Iif = bridge, Fwmark = FirewallText.AnswerMark, Fwmask = FirewallText.AnswerMark, Table = MainTable },
        new RouteRule { Priority = options.RouteTable + 2, Iif = bridge, Table = options.RouteTable.ToString(CultureInfo.InvariantCulture) },
    ];

    /// <summary>What stands at our priorities for our bridge.</summary>
    public ImmutableArray<RouteRule> OursIn(ImmutableArray<RouteRule> found) =>
        [.. found.Where(r => r.Iif == bridge && r.Priority >= options.RouteTable && r.Priority <= options.RouteTable + 2)];

    /// <summary>The ranges that the table does not refuse yet.</summary>
    public ImmutableArray<string> MissingRanges(ImmutableArray<Route> found) =>
        [.. options.Refused.Where(range => !found.Any(r => r.Type == "prohibit" && Full(r.Dst) == Full(range)))];

    // ip leaves out what goes without saying.
    private static string? Full(string? range) => range switch
    {
        null => null,
        "default" => "0.0.0.0/0",
        _ => range.Contains('/', StringComparison.Ordinal) ? range : range + "/32",
    };
}
