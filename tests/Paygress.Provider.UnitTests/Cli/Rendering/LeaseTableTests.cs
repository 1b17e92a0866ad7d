using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.UnitTests.Cli.Rendering;

public sealed class LeaseTableTests
{
    [Fact]
    public async Task Build_TwoHundredColumns_ShowsAllInFull()
    {
        (await LeasesAsync(200)).ShouldBe("""
            VMID  LEASE                             STATE         WORKLOAD                               OWNER              PORTS        EXPIRES IN                NOTE
            1002  019b7e00000070008000aaaabbbbcccc  active        docker.io/library/nginx:1.27@sha256:1  alice@example.org  20000->8080  30s                       -
            1000  019b7e00000070008000aaaabbbbcccc  active        hello                                  local              20000->8080  10m 00s                   -
               -  019b7e00000070008000aaaabbbbcccc  provisioning  hello                                  local              -            pulling paygress/hello:1  -
               -  019b7e00000070008000aaaabbbbcccc  failed        hello                                  local              -            no_capacity               nothing is free; try a smaller tier
            """);
    }

    [Fact]
    public async Task Build_EightyColumns_ShortensAndCuts()
    {
        (await LeasesAsync(80)).ShouldBe("""
            VMID  LEASE         STATE         WORKLOAD    PORTS  EXPIRES IN    NOTE
            1002  aaaabbbbcccc  active        nginx:1.27  20000  30s           -
            1000  aaaabbbbcccc  active        hello       20000  10m 00s       -
               -  aaaabbbbcccc  provisioning  hello       -      pulling pay…  -
               -  aaaabbbbcccc  failed        hello       -      no_capacity   nothing is f…
            """);
    }

    [Fact]
    public async Task Build_EndIsHeld_SaysSo() =>
        (await LeasesAsync(80, [SomeLease.Active() with { Held = true, SecondsLeft = null }])).ShouldEndWith("held");

    [Fact]
    public async Task Build_FortyColumns_DropsColumns()
    {
        var lines = (await LeasesAsync(44)).Split('\n');

        lines[0].ShouldNotContain("OWNER");
        lines.ShouldAllBe(l => l.Length <= 44);
        lines.Length.ShouldBe(5);
    }

    [Fact]
    public async Task Build_NoLeases_SaysHowToStartOne() => (await LeasesAsync(200, [])).ShouldStartWith("No leases. Start one with: paygress-provider spawn");

    private static async Task<string> LeasesAsync(int width, LeaseMessage[]? leases = null)
    {
        var cli = new CliHarness { Width = width };
        leases ??=
        [
            SomeLease.Failed("no_capacity"),
            SomeLease.Waiting("provisioning", "pulling paygress/hello:1"),
            SomeLease.Active(),
            SomeLease.Active(1002, 30.9) with { Owner = "alice@example.org", Template = null, Image = "docker.io/library/nginx:1.27@sha256:1" },
        ];
        cli.Provider.Answer(new LeaseListMessage(leases), ApiJsonContext.Default.LeaseListMessage);
        (await cli.RunAsync("leases")).ShouldBe(ExitCode.Done);
        return cli.Out;
    }
}
