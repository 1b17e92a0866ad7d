using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.UnitTests.Spawning;

public sealed class PortRulesTests
{
    [Theory]
    [InlineData(1, null, true)]
    [InlineData(65535, "udp", true)]
    [InlineData(53, "tcp", true)]
    [InlineData(0, null, false)]
    [InlineData(-1, null, false)]
    [InlineData(65536, null, false)]
    [InlineData(80, "TCP", false)]
    [InlineData(80, "", false)]
    [InlineData(80, "sctp", false)]
    public void Check_Port_MustBeOne(int port, string? protocol, bool expected) =>
        Check([], new RequestedPort(port, protocol)).Problems.IsEmpty.ShouldBe(expected);

    [Fact]
    public void Check_SamePortTwice_IsRefusedUnlessTheProtocolDiffers()
    {
        var (ports, problems) = Check(
            [new WorkloadPort(80, PortProtocol.Tcp, "web")],
            new RequestedPort(80, "udp"),
            new RequestedPort(80, null),
            new RequestedPort(81, null),
            new RequestedPort(81, "tcp"));

        ports.Select(p => (p.ContainerPort, p.Protocol)).ShouldBe([(80, PortProtocol.Tcp), (80, PortProtocol.Udp), (81, PortProtocol.Tcp)]);
        problems.Select(p => p.Where).ShouldBe(["ports[1]", "ports[3]"]);
    }

    [Fact]
    public void Check_TooMany_IsRefused()
    {
        Check([], Many(PortRules.MaxPorts)).Problems.ShouldBeEmpty();
        Check([], Many(PortRules.MaxPorts + 1)).Problems.ShouldHaveSingleItem().Where.ShouldBe("ports");
    }

    [Fact]
    public void Check_FarTooMany_IsOneProblem() =>
        Check([], [.. Enumerable.Repeat(new RequestedPort(0, "none"), 100_000)]).Problems.ShouldHaveSingleItem().Where.ShouldBe("ports");

    private static RequestedPort[] Many(int count) => [.. Enumerable.Range(1, count).Select(n => new RequestedPort(n, null))];

    private static (ImmutableArray<WorkloadPort> Ports, ImmutableArray<Problem> Problems) Check(ImmutableArray<WorkloadPort> template, params RequestedPort[] requested)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var ports = PortRules.Check(template, [.. requested], problems);
        return (ports, problems.ToImmutable());
    }
}
