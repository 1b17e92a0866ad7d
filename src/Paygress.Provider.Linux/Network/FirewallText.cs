using System.Globalization;

namespace Paygress.Provider.Linux.Network;

/// <summary>The firewall's rules, word for word. Pure.</summary>
/// <remarks>
/// They look at the tenants' bridge alone and refuse; what they let pass still has to pass the rules of others. A packet between two
/// containers is seen because docker has the bridge ask the firewall, which it does for a network without inter-container traffic.
/// </remarks>
internal sealed class FirewallText(string bridge, IReadOnlyCollection<string> resolvers, NetworkOptions options)
{
    /// <summary>Set on answers to connections from outside, so that the routes let them pass. One bit, as others use bits of their own.</summary>
    public const string AnswerMark = "0x10000000";

    private const string Refuse = "reject with icmpx admin-prohibited;";

    // Of a connection that somebody else began. The tenant's own are asked about with each packet: one that was begun while
    // the rules were away does not outlive that moment.
    private const string Answer = "ct direction reply ct state established,related";

    // Before docker's rules (0), and before those of anybody who accepts.
    private const string Priority = "priority -10;";

    /// <summary>The table that anybody may change, and that outlives its maker.</summary>
    public string Table { get; } = "paygress_" + string.Concat(bridge.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    /// <summary>The same rules in a table that its maker alone may change or flush, and that ends with it.</summary>
    public string HeldTable => Table + "_held";

    /// <summary>Puts the table in place of what is there, in one step.</summary>
    public string Replace() => $"table inet {Table}; delete table inet {Table}; {Define(Table, "")}\n";

    /// <summary>Takes the table away, whether it is there or not.</summary>
    public string Remove() => $"table inet {Table}; delete table inet {Table}\n";

    /// <summary>Makes the held table: one line, as nft takes it from somebody who goes on talking.</summary>
    public string Hold() => $"{Define(HeldTable, "flags owner;")}\n";

    private string Define(string table, string flags) => string.Join(' ',
    [
        $"table inet {table} {{ {flags}",
        "set begun { type ipv4_addr; flags dynamic,timeout; timeout 1m; };",
        "set open { type ipv4_addr; flags dynamic; };",
        $"chain answers {{ type filter hook prerouting priority mangle; {FromTenant} {Answer} meta mark set meta mark or {AnswerMark}; }};",
        $"chain host {{ type filter hook input {Priority} {FromTenant} jump tenant; {FromTenant} {Refuse} }};",
        $"chain others {{ type filter hook forward {Priority} {FromTenant} jump tenant; {FromTenant} goto limits; }};",
        $"chain tenant {{ {string.Join(' ', Tenant())} }};",
        $"chain limits {{ {string.Join(' ', Limits())} }};",
        "}",
    ]);

    private string FromTenant => $"iifname \"{bridge}\"";

    private IEnumerable<string> Tenant()
    {
        yield return $"{Answer} accept;";
        yield return "meta nfproto != ipv4 drop;";
        if (resolvers.Count > 0)
        {
            yield return $"ip daddr {{ {string.Join(", ", resolvers)} }} meta l4proto {{ tcp, udp }} th dport 53 goto limits;";
        }

        yield return $"meta l4proto {{ tcp, udp }} th dport 53 {Refuse}";
        if (options.Refused.Count > 0)
        {
            yield return $"ip daddr {{ {string.Join(", ", options.Refused)} }} {Refuse}";
        }

        yield return $"oifname \"{bridge}\" {Refuse}";
    }

    // For what may be called at all. The limits are about new connections.
    private IEnumerable<string> Limits() =>
    [
        "ct state established,related accept;",
        Invariant($"add @begun {{ ip saddr limit rate over {options.NewConnectionsPerSecond}/second burst {Math.Max(1, options.NewConnectionsPerSecond / 2)} packets }} {Refuse}"),
        Invariant($"add @open {{ ip saddr ct count over {options.MaxConnections} }} {Refuse}"),
        "accept;",
    ];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
