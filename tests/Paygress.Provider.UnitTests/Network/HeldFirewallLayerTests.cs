using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Network;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.Network;

public sealed class HeldFirewallLayerTests : IAsyncDisposable
{
    private readonly FakeCommandRunner _runner = new();
    private readonly FakeTimeProvider _time = new(Some.Now);
    private readonly HeldFirewallLayer _layer;

    public HeldFirewallLayerTests()
    {
        _layer = new HeldFirewallLayer(_runner, new HostTools(_runner), new FirewallText("pg0", [], new NetworkOptions()), _time);
        _runner.When("nft", "-i").HangsUntilCancelled(stderr: "Error: Could not process rule: No such file or directory\n^^^^\n").HangsUntilCancelled();
    }

    private int Holders => _runner.ReceivedLines.Count(line => line == "nft -i");

    public ValueTask DisposeAsync() => _layer.DisposeAsync();

    [Fact]
    public async Task MendAsync_TableIsMade_IsBackAndThenIntact()
    {
        TableIsThere();

        (await MendAsync()).Mended.ShouldBe("table paygress_pg0_held");
        (await MendAsync()).ShouldBe(LayerState.Intact("held firewall"));
        Holders.ShouldBe(1);
    }

    [Fact]
    public async Task MendAsync_HolderLivesWithoutTheTable_SaysWhyAndTheNextLookBeginsAnew()
    {
        _runner.When("nft", "-s").Exits(exitCode: 1, stderr: "Error: No such file or directory");
        (await MendAsync()).Fault.ShouldBe("nft runs and has not made table paygress_pg0_held: Error: Could not process rule: No such file or directory");
        TableIsThere();

        (await MendAsync()).Mended.ShouldBe("table paygress_pg0_held");

        Holders.ShouldBe(2);
    }

    // It may hold the table, and its end would take that away.
    [Fact]
    public async Task MendAsync_NftDoesNotSay_LeavesTheHolder()
    {
        _runner.When("nft", "-s").TimesOut();
        (await MendAsync()).Fault.ShouldNotBeNull();
        TableIsThere();

        (await MendAsync()).ShouldBe(LayerState.Intact("held firewall"));

        Holders.ShouldBe(1);
    }

    [Fact]
    public async Task MendAsync_HolderEnds_SaysSoAndTheNextLookBeginsAnew()
    {
        _runner.When("nft", "-i").Exits(exitCode: 1, stderr: "nope").HangsUntilCancelled();
        TableIsThere();

        (await MendAsync()).Fault.ShouldBe("nft does not hold table paygress_pg0_held: it ended with 1: nope");
        (await MendAsync()).Mended.ShouldNotBeNull();
    }

    private void TableIsThere() => _runner.When("nft", "-s").Exits(stdout: "chain tenant {");

    private async Task<LayerState> MendAsync()
    {
        var mending = _layer.MendAsync(TestContext.Current.CancellationToken);
        while (!mending.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        return await mending;
    }
}
