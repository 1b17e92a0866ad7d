using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.UnitTests.Workloads;

public sealed class PortTextTests
{
    [Theory]
    [InlineData("80", 80, PortProtocol.Tcp, null)]
    [InlineData("80/tcp", 80, PortProtocol.Tcp, null)]
    [InlineData("53/udp", 53, PortProtocol.Udp, null)]
    [InlineData("65535/tcp  the last one ", 65535, PortProtocol.Tcp, "the last one")]
    public void TryParse_GoodForm_ReadsIt(string text, int port, PortProtocol protocol, string? label)
    {
        PortText.TryParse(text, out var read).ShouldBeTrue();
        read.ShouldBe(new WorkloadPort(port, protocol, label));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-80")]
    [InlineData("80/")]
    [InlineData("/tcp")]
    [InlineData("80/sctp")]
    [InlineData("80\0")]
    [InlineData("80\0/tcp")]
    [InlineData("80/TCP")]
    [InlineData("80/tcp/x")]
    [InlineData("8080:80")]
    [InlineData("web 80")]
    public void TryParse_OddForm_IsRefused(string text)
    {
        PortText.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => PortText.Parse(text));
    }
}
