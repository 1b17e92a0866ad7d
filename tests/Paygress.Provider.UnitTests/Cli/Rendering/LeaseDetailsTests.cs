using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.UnitTests.Cli.Rendering;

public sealed class LeaseDetailsTests
{
    [Theory]
    [InlineData(true, 90, "outage     since 2026-01-02 12:00:00 UTC; 1m 30s given back so far")]
    [InlineData(false, 90, "outage     over; 1m 30s given back")]
    public async Task All_LeaseWithAnOutage_SaysWhatIsGivenBack(bool isUnderWay, double credit, string expected) =>
        (await InspectAsync(isUnderWay, credit)).ShouldContain(expected);

    [Fact]
    public async Task All_LeaseWithoutOutage_SaysNothingOfIt() => (await InspectAsync(isUnderWay: false, credit: 0)).ShouldNotContain("outage");

    [Fact]
    public async Task All_LeaseWithEnv_ShowsNamesAndNoValues()
    {
        var cli = new CliHarness();
        var lease = SomeLease.Active() with { Container = new LeaseContainerMessage("paygress-1000", "0123", null, "running", ["EXEC_USER", "EXEC_PASS"]) };
        cli.Provider.Answer(lease).Answer(new LeaseEventListMessage(lease.LeaseId, []), ApiJsonContext.Default.LeaseEventListMessage);

        await cli.RunAsync("inspect", "1000");

        cli.Out.ShouldContain("env        EXEC_USER=*** EXEC_PASS=***");
    }

    private static async Task<string> InspectAsync(bool isUnderWay, double credit)
    {
        var cli = new CliHarness();
        var lease = SomeLease.Active() with { OutageSince = isUnderWay ? CliHarness.Now : null, OutageCreditSeconds = credit };
        cli.Provider.Answer(lease).Answer(new LeaseEventListMessage(lease.LeaseId, []), ApiJsonContext.Default.LeaseEventListMessage);
        (await cli.RunAsync("inspect", "1000")).ShouldBe(ExitCode.Done);
        return cli.Out;
    }
}
