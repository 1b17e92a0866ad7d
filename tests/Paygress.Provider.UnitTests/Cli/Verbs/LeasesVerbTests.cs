using System.Text;
using System.Text.Json;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.UnitTests.Cli.Verbs;

public sealed class LeasesVerbTests
{
    [Fact]
    public async Task Watch_OnAScreen_DrawsUntilInterruptedAndLeavesNothing()
    {
        using var interrupt = new CancellationTokenSource();
        var cli = new CliHarness { IsScreen = true };
        Lists(cli, interrupt, [SomeLease.Active()], [SomeLease.Active()], [SomeLease.Active() with { State = "evicting" }], [SomeLease.Active() with { State = "evicting" }]);

        (await cli.RunUntilAsync(interrupt, "leases", "--watch")).ShouldBe(ExitCode.Interrupted);

        cli.Out.ShouldContain("active");
        cli.Out.ShouldContain("evicting");
        cli.Out.ShouldEndWith("\e[?1049l");
    }

    [Fact]
    public async Task Watch_ProviderGoesAway_KeepsTheListAndSaysSo()
    {
        using var interrupt = new CancellationTokenSource();
        var cli = new CliHarness { IsScreen = true };
        cli.Provider.Answer(new LeaseListMessage([SomeLease.Active()]), ApiJsonContext.Default.LeaseListMessage)
            .Throw(new HttpRequestException(HttpRequestError.ConnectionError, null, new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionRefused)));
        Lists(cli, interrupt, [SomeLease.Active()], []);

        (await cli.RunUntilAsync(interrupt, "leases", "--watch")).ShouldBe(ExitCode.Interrupted);

        cli.Out.ShouldContain("nobody listens on /run/paygress/provider.sock; trying again");
    }

    [Fact]
    public async Task Watch_IntoAPipe_TellsEachChangeOnce()
    {
        using var interrupt = new CancellationTokenSource();
        var cli = new CliHarness();
        var jitter = SomeLease.Active() with { ExpiresAt = SomeLease.Active().ExpiresAt!.Value.AddMilliseconds(3), SecondsLeft = 500 };
        Lists(cli, interrupt, [SomeLease.Active()], [jitter], [SomeLease.Active(secondsLeft: 900)]);
        cli.Provider.Answer(new LeaseListMessage([]), ApiJsonContext.Default.LeaseListMessage).Answer(SomeLease.Active() with { State = "ended", EndReason = "released" });
        Lists(cli, interrupt, [], []);

        await cli.RunUntilAsync(interrupt, "leases", "--watch");

        var lines = Encoding.UTF8.GetString(cli.RawOutput.ToArray()).TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(3);
        lines[0].ShouldEndWith($"1000  {SomeLease.Id}  active  hello  local  ends 2026-01-02 12:10:00 UTC");
        lines[1].ShouldEndWith("active  hello  local  ends 2026-01-02 12:15:00 UTC");
        lines[2].ShouldEndWith("ended  hello  local  (released)");
    }

    [Fact]
    public async Task Watch_Json_IsALeaseALine()
    {
        using var interrupt = new CancellationTokenSource();
        var cli = new CliHarness { IsScreen = true };
        Lists(cli, interrupt, [SomeLease.Active()], [SomeLease.Active()]);

        await cli.RunUntilAsync(interrupt, "leases", "--watch", "--json");

        var line = Encoding.UTF8.GetString(cli.RawOutput.ToArray()).TrimEnd('\n').Split('\n').ShouldHaveSingleItem();
        JsonDocument.Parse(line).RootElement.GetProperty("lease_id").GetString().ShouldBe(SomeLease.Id);
        cli.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Watch_NobodyAnswersAtFirst_Fails()
    {
        var cli = new CliHarness { IsScreen = true };
        cli.Provider.Refuse(SomeLease.Problem(500, "backend_error"));

        (await cli.RunAsync("leases", "--watch")).ShouldBe(ExitCode.Failed);

        cli.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Leases_NoColorAsked_HasNone()
    {
        var cli = new CliHarness { IsScreen = true, Environment = { ["NO_COLOR"] = "1" } };
        cli.Provider.Answer(new LeaseListMessage([SomeLease.Active()]), ApiJsonContext.Default.LeaseListMessage);

        await cli.RunAsync("leases");

        cli.Out.ShouldNotContain("\e[3");
        cli.Out.ShouldContain("active");
    }

    // The last list is answered when the interrupt comes.
    private static void Lists(CliHarness cli, CancellationTokenSource interrupt, params IReadOnlyList<LeaseMessage>[] lists)
    {
        foreach (var list in lists)
        {
            cli.Provider.Answer(new LeaseListMessage(list), ApiJsonContext.Default.LeaseListMessage);
        }

        cli.Provider.AtTheEnd = interrupt.Cancel;
    }
}
