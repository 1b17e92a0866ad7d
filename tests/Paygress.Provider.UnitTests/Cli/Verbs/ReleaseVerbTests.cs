using System.Text.Json;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.UnitTests.Cli.Verbs;

public sealed class ReleaseVerbTests
{
    private static readonly ReleaseMessage Remains = new(null, new RemovedListMessage(
        [new RemovedMessage("container", "paygress-1001", 1001, SomeLease.Id), new RemovedMessage("image_file", "/v/1001.img", 1001, null)]));

    private readonly CliHarness _cli = new();

    [Fact]
    public async Task Release_Lease_WaitsUntilItIsOver()
    {
        _cli.Provider.Answer(SomeLease.Active() with { State = "ended", EndReason = "released" });

        (await _cli.RunAsync("release", "1000")).ShouldBe(ExitCode.Done);

        _cli.Out.ShouldBe("lease 1000 is over (released); nothing of it is left");
    }

    [Theory]
    [InlineData(201)]
    [InlineData(10_000)]
    public async Task Release_ReasonThatIsTooLong_IsNotSent(int length)
    {
        (await _cli.RunAsync("release", "1000", "--reason", new string('x', length))).ShouldBe(ExitCode.Usage);

        _cli.Error.ShouldContain("--reason must be at most 200 characters on one line");
        _cli.Provider.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Release_WhatIsNotInTheBooks_SaysWhatWasRemoved()
    {
        _cli.Provider.Answer(Remains, ApiJsonContext.Default.ReleaseMessage);

        (await _cli.RunAsync("release", "1001")).ShouldBe(ExitCode.Done);

        _cli.Out.ShouldBe("removed container paygress-1001\nremoved image_file /v/1001.img");
    }

    [Fact]
    public async Task Release_WhatIsNotInTheBooksWithJson_PrintsIt()
    {
        _cli.Provider.Answer(Remains, ApiJsonContext.Default.ReleaseMessage);

        await _cli.RunAsync("release", "1001", "--json");

        JsonSerializer.Deserialize(_cli.Out, ApiJsonContext.Default.ReleaseMessage).ShouldNotBeNull().Removed.ShouldNotBeNull().Removed[0].Name.ShouldBe("paygress-1001");
    }
}
