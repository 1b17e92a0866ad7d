using CsCheck;
using Paygress.Provider.Linux.Node;

namespace Paygress.Provider.UnitTests.Node;

public sealed class SocketTableTests
{
    private const string Header = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    private const string Tcp = Header + """
           0: 00000000:07E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 624 1
           1: 0100007F:1F90 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 625 1
        """;

    private const string Udp6 = Header + """
          12: 00000000000000000000000000000000:0044 00000000000000000000000000000000:0000 07 00000000:00000000 00:0
          13: 00000000000000000000000001000000:C350 00000000000000000000000001000000:0035 01 00000000:00000000 00:0
          14: 00000000000000000000000000000000:0000 00000000000000000000000000000000:0000 07 00000000:00000000 00:0
        """;

    [Fact]
    public void Parse_Tcp_GivesListeningPortsOnly()
    {
        SocketTable.Parse(Tcp, TransportProtocol.Tcp).ShouldBe([new LocalPort(2024, TransportProtocol.Tcp)]);
    }

    [Fact]
    public void Parse_Udp_GivesAllBoundPorts()
    {
        SocketTable.Parse(Udp6, TransportProtocol.Udp).ShouldBe(
            [new LocalPort(68, TransportProtocol.Udp), new LocalPort(50000, TransportProtocol.Udp)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Header)]
    [InlineData(Header + " 0: nonsense 1 0A")]
    [InlineData(Header + " 0: 07E8 1 0A")]
    [InlineData(Header + " 0: 00000000:107E8 1 0A")]
    [InlineData(Header + " 0: 00000000: 1 0A")]
    public void Parse_OddText_GivesNothing(string text)
    {
        SocketTable.Parse(text, TransportProtocol.Tcp).ShouldBeEmpty();
    }

    [Fact]
    public void Parse_AnyText_GivesPortsOnly()
    {
        Gen.Select(OddText.Like(Tcp), Gen.Enum<TransportProtocol>()).Sample((text, protocol) =>
            SocketTable.Parse(text, protocol).All(port => port.Port is > 0 and <= 65535 && port.Protocol == protocol));
    }
}
