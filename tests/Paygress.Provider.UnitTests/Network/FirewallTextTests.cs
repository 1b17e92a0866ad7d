using Paygress.Provider.Linux.Network;

namespace Paygress.Provider.UnitTests.Network;

public sealed class FirewallTextTests
{
    private static readonly NetworkOptions Options = new() { Refused = ["10.0.0.0/8", "169.254.0.0/16"], NewConnectionsPerSecond = 7, MaxConnections = 9 };

    [Fact]
    public void Replace_Rules_AreInThisOrder() => Of(["9.9.9.9"], Options).Replace().Replace("; ", ";\n", StringComparison.Ordinal).Trim().ShouldBe(
        """
        table inet paygress_pg_0;
        delete table inet paygress_pg_0;
        table inet paygress_pg_0 {  set begun { type ipv4_addr;
        flags dynamic,timeout;
        timeout 1m;
        };
        set open { type ipv4_addr;
        flags dynamic;
        };
        chain answers { type filter hook prerouting priority mangle;
        iifname "pg-0" ct direction reply ct state established,related meta mark set meta mark or 0x10000000;
        };
        chain host { type filter hook input priority -10;
        iifname "pg-0" jump tenant;
        iifname "pg-0" reject with icmpx admin-prohibited;
        };
        chain others { type filter hook forward priority -10;
        iifname "pg-0" jump tenant;
        iifname "pg-0" goto limits;
        };
        chain tenant { ct direction reply ct state established,related accept;
        meta nfproto != ipv4 drop;
        ip daddr { 9.9.9.9 } meta l4proto { tcp, udp } th dport 53 goto limits;
        meta l4proto { tcp, udp } th dport 53 reject with icmpx admin-prohibited;
        ip daddr { 10.0.0.0/8, 169.254.0.0/16 } reject with icmpx admin-prohibited;
        oifname "pg-0" reject with icmpx admin-prohibited;
        };
        chain limits { ct state established,related accept;
        add @begun { ip saddr limit rate over 7/second burst 3 packets } reject with icmpx admin-prohibited;
        add @open { ip saddr ct count over 9 } reject with icmpx admin-prohibited;
        accept;
        };
        }
        """);

    // nft takes one line at a time from somebody who goes on talking, and an empty set is a mistake to it.
    [Fact]
    public void Hold_NothingRefusedAndNoNameServer_IsOneLineWithoutEmptySets()
    {
        var text = Of([], new NetworkOptions()).Hold();

        text.Trim().ShouldNotContain('\n');
        text.ShouldStartWith("table inet paygress_pg_0_held { flags owner; ");
        text.ShouldNotContain("{  }");
        text.ShouldNotContain("ip daddr");
    }

    private static FirewallText Of(IReadOnlyCollection<string> resolvers, NetworkOptions options) => new("pg-0", resolvers, options);
}
