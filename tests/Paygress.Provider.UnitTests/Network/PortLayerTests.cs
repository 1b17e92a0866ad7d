using System.Text;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Network;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.Network;

public sealed class PortLayerTests
{
    private const string Isolated = """{"ifname":"veth1","master":"pg0","isolated":true}""";
    private const string Open = """{"ifname":"veth2","master":"pg0","isolated":false}""";
    private const string Foreign = """{"ifname":"veth3","master":"docker0","isolated":false},{"ifname":"eth0"}""";

    private readonly FakeCommandRunner _runner = new();

    [Fact]
    public async Task Mend_OpenPort_IsIsolatedAndNoOtherBridgesIs()
    {
        Ports($"[{Isolated},{Open},{Foreign}]", $"[{Isolated},{Foreign}]");
        _runner.When("bridge", "-force").Exits();

        (await MendAsync()).ShouldBe(LayerState.Intact("bridge ports"));

        Encoding.ASCII.GetString(_runner.Received.Single(s => s.Arguments[0] == "-force").StandardInput.Span).ShouldBe("link set dev veth2 isolated on\n");
    }

    // Its container ended meanwhile, and another one came, of which the kernel tells too.
    [Fact]
    public async Task Mend_PortIsGoneInTheMiddle_IsNoFault()
    {
        Ports($"[{Open}]", """[{"ifname":"veth9","master":"pg0","isolated":false}]""");
        _runner.When("bridge", "-force").Exits(1, stderr: "Cannot find bridge device \"veth2\"");

        (await MendAsync()).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task Mend_PortStaysOpen_IsAFault()
    {
        Ports($"[{Open}]");
        _runner.When("bridge", "-force").Exits(1, stderr: "Operation not permitted");

        (await MendAsync()).Fault.ShouldBe("veth2 of pg0 could not be isolated: bridge failed (1): Operation not permitted");
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("{}")]
    [InlineData("Error")]
    public async Task Mend_AnswerIsNotUnderstood_IsAFault(string answer)
    {
        Ports(answer);

        (await MendAsync()).Fault.ShouldNotBeNull();
    }

    private Task<LayerState> MendAsync() => new PortLayer(new HostTools(_runner), "pg0").MendAsync(TestContext.Current.CancellationToken);

    private void Ports(params string[] answers)
    {
        var command = _runner.When("bridge", "-j");
        foreach (var answer in answers)
        {
            command.Exits(stdout: answer);
        }
    }
}
