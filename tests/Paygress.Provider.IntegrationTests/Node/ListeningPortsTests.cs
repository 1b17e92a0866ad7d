using System.Net;
using System.Net.Sockets;
using Paygress.Provider.Linux.Node;

namespace Paygress.Provider.IntegrationTests.Node;

public sealed class ListeningPortsTests
{
    private const int Limit = 10_000;

    [Theory(Timeout = Limit)]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void Read_PortsInUse_AreSeen(string address)
    {
        using var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp);
        tcp.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        tcp.Listen();
        using var udp = new Socket(SocketType.Dgram, ProtocolType.Udp);
        udp.Bind(new IPEndPoint(IPAddress.Parse(address), 0));

        var ports = new ListeningPorts(new ProcFileSystem()).Read().ShouldNotBeNull();

        ports.ShouldContain(new LocalPort(PortOf(tcp), TransportProtocol.Tcp));
        ports.ShouldContain(new LocalPort(PortOf(udp), TransportProtocol.Udp));
    }

    [Fact(Timeout = Limit)]
    public void Read_KernelDoesNotSay_IsNotTakenForNone()
    {
        new ListeningPorts(new ProcFileSystem("/nonexistent")).Read().ShouldBeNull();
    }

    [Fact(Timeout = Limit)]
    public void EphemeralPortRangeRead_ThisMachine_IsARange()
    {
        EphemeralPortRange.Read(new ProcFileSystem()).ShouldNotBeNull().Last.ShouldBeGreaterThan(1024);
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
