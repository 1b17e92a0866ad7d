using System.Text.Json;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.UnitTests.Cli.Verbs;

public sealed class WhyVerbTests
{
    private static readonly WhyMessage Why = new(SomeLease.Id, 1000, "active", "It runs until its end.", [new("run", CliHarness.Now, 5, "under_way", null)], [], "this machine has no journalctl");

    [Fact]
    public async Task Why_Lease_TellsItsStory()
    {
        var cli = new CliHarness();
        cli.Provider.Answer(Why, ApiJsonContext.Default.WhyMessage);

        (await cli.RunAsync("why", "1000")).ShouldBe(ExitCode.Done);

        cli.Provider.Requests.ShouldBe(["GET /v1/leases/1000/why"]);
        cli.Out.ShouldContain("It runs until its end.");
        cli.Out.ShouldEndWith("journal: this machine has no journalctl");
    }

    [Fact]
    public async Task Why_Json_IsJsonAlone()
    {
        var cli = new CliHarness();
        cli.Provider.Answer(Why, ApiJsonContext.Default.WhyMessage);

        await cli.RunAsync("why", "1000", "--json");

        JsonDocument.Parse(cli.Out).RootElement.GetProperty("steps")[0].GetProperty("outcome").GetString().ShouldBe("under_way");
    }
}
