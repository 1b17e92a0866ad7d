using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.UnitTests.Cli.Rendering;

namespace Paygress.Provider.UnitTests.Cli.Verbs;

public sealed class DrainVerbTests
{
    private readonly CliHarness _cli = new();

    public DrainVerbTests() => _cli.Provider.Answer(new DrainMessage(true), ApiJsonContext.Default.DrainMessage);

    [Fact]
    public async Task Wait_ProviderRestartsMeanwhile_GoesOn()
    {
        Tells(active: 2);
        IsAway(times: 20);
        Tells(active: 1);
        Tells(active: 0);

        (await _cli.RunAsync("drain", "--wait")).ShouldBe(ExitCode.Done);

        _cli.Error.ShouldBe("2 leases left\nthe provider does not answer; waiting for it to come back\n1 lease left");
    }

    [Fact]
    public async Task Wait_ProviderStaysAway_GivesUpAfterFiveMinutes()
    {
        Tells(active: 1);
        IsAway(times: 1000);

        (await _cli.RunAsync("drain", "--wait")).ShouldBe(ExitCode.Unreachable);

        _cli.Provider.Requests.Count.ShouldBeInRange(290, 310);
    }

    [Fact]
    public async Task Wait_TurnedOffMeanwhile_SaysSoAndFails()
    {
        Tells(active: 1);
        Tells(active: 1, draining: false);

        (await _cli.RunAsync("drain", "--wait")).ShouldBe(ExitCode.Failed);

        _cli.Error.ShouldEndWith("draining was turned off; not waiting any more");
        _cli.Out.ShouldBeEmpty();
    }

    private void Tells(int active, bool draining = true) => _cli.Provider.Answer(StatusScreenTests.Status(active) with { Draining = draining }, ApiJsonContext.Default.StatusMessage);

    private void IsAway(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _cli.Provider.Throw(new HttpRequestException("no connection"));
        }
    }
}
