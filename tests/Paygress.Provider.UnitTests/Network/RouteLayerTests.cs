using System.Text;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Network;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.Network;

public sealed class RouteLayerTests
{
    private const string Ours =
        """
        {"priority":10213,"src":"all","dst":"9.9.9.9","iif":"pg0","ipproto":"ipproto-6","dport":53,"table":"254"},
        {"priority":10213,"src":"all","dst":"9.9.9.9","iif":"pg0","iif_detached":null,"ipproto":"17","dport":53,"table":"254"},
        {"priority":10214,"src":"all","fwmark":"0x10000000","fwmask":"0x10000000","iif":"pg0","table":"254"},
        {"priority":10215,"src":"all","iif":"pg0","table":"10213"}
        """;

    private const string Foreign = """{"priority":0,"src":"all","table":"255"},{"priority":10215,"src":"all","iif":"other0","table":"7"},{"priority":32766,"src":"all","table":"254"}""";

    private const string Routes = """[{"type":"prohibit","dst":"10.0.0.0/8","flags":[]},{"type":"prohibit","dst":"192.0.2.1","flags":[]}]""";

    private readonly FakeCommandRunner _runner = new();

    private RouteLayer Layer => field ??= new RouteLayer(
        new HostTools(_runner), new RouteText("pg0", ["9.9.9.9"], new NetworkOptions { Refused = ["10.0.0.0/8", "192.0.2.1/32"] }));

    private IEnumerable<string> Changes => _runner.Received.Where(s => s.Arguments[0] == "-batch").Select(s => Encoding.ASCII.GetString(s.StandardInput.Span));

    [Fact]
    public async Task Mend_AllThere_ChangesNothing()
    {
        Rules($"[{Foreign},{Ours}]");
        _runner.When("ip", "-j", "route").Exits(stdout: Routes);

        (await MendAsync()).ShouldBe(LayerState.Intact("routes"));
        Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Mend_NothingThere_FillsTheTableBeforeRulesLeadToIt()
    {
        Rules($"[{Foreign}]", $"[{Foreign},{Ours}]");
        _runner.When("ip", "-j", "route").Exits(2, stdout: "[", stderr: "Error: ipv4: FIB table does not exist.").Exits(stdout: Routes);
        _runner.When("ip", "-batch").Exits();

        (await MendAsync()).Mended.ShouldBe("6 rules and routes of table 10213");

        Changes.ShouldHaveSingleItem().ShouldBe(
            """
            route replace prohibit 10.0.0.0/8 table 10213
            route replace prohibit 192.0.2.1/32 table 10213
            rule add pref 10213 iif pg0 to 9.9.9.9 ipproto 6 dport 53 lookup 254
            rule add pref 10213 iif pg0 to 9.9.9.9 ipproto 17 dport 53 lookup 254
            rule add pref 10214 iif pg0 fwmark 0x10000000/0x10000000 lookup 254
            rule add pref 10215 iif pg0 lookup 10213

            """);
    }

    // A name server that was taken out of the configuration must not stay a way into a private network.
    [Fact]
    public async Task Mend_RuleOfAnOlderConfiguration_IsRemoved()
    {
        var older = """{"priority":10213,"src":"all","dst":"10.0.0.2","iif":"pg0","ipproto":"udp","dport":53,"table":"254"}""";
        Rules($"[{Foreign},{older},{Ours}]", $"[{Foreign},{Ours}]");
        _runner.When("ip", "-j", "route").Exits(stdout: Routes);
        _runner.When("ip", "-batch").Exits();

        (await MendAsync()).Fault.ShouldBeNull();

        Changes.ShouldHaveSingleItem().ShouldBe("rule del pref 10213 iif pg0 to 10.0.0.2 ipproto udp dport 53 lookup 254\n");
    }

    [Fact]
    public async Task Mend_DoneIsSaidAndNotSeen_IsAFault()
    {
        Rules($"[{Foreign}]");
        _runner.When("ip", "-j", "route").Exits(stdout: Routes);
        _runner.When("ip", "-batch").Exits();

        (await MendAsync()).Fault.ShouldBe("not done: ip rule add pref 10213 iif pg0 to 9.9.9.9 ipproto 6 dport 53 lookup 254");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[null]")]
    [InlineData("{}")]
    [InlineData("[")]
    public async Task Mend_AnswerIsNotUnderstood_IsAFaultOrMended(string answer)
    {
        Rules(answer);
        _runner.When("ip", "-j", "route").Exits(stdout: Routes);
        _runner.When("ip", "-batch").Exits();

        (await MendAsync()).Fault.ShouldNotBeNull();
    }

    private Task<LayerState> MendAsync() => Layer.MendAsync(TestContext.Current.CancellationToken);

    private void Rules(params string[] answers)
    {
        var command = _runner.When("ip", "-N", "-j", "rule");
        foreach (var answer in answers)
        {
            command.Exits(stdout: answer);
        }
    }
}
