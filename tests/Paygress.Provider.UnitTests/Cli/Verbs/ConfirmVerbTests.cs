using System.Text.Json;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.UnitTests.Cli.Verbs;

public sealed class ConfirmVerbTests
{
    private readonly CliHarness _cli = new();

    [Fact]
    public async Task Confirm_WithoutATime_LetsTheEndHold()
    {
        _cli.Provider.Answer(SomeLease.Active());

        (await _cli.RunAsync("confirm", "1000", "--request-id", "r")).ShouldBe(ExitCode.Done);

        _cli.Out.ShouldStartWith("the end of lease 1000 is confirmed; it ends ");
        _cli.Provider.Requests.ShouldBe(["POST /v1/leases/1000/confirm"]);
        (Sent().RequestId, Sent().DurationSeconds).ShouldBe(("r", null));
    }

    [Fact]
    public async Task Confirm_ForATime_SendsIt()
    {
        _cli.Provider.Answer(SomeLease.Active());

        await _cli.RunAsync("confirm", "1000", "--for", "2h");

        Sent().DurationSeconds.ShouldBe(7200);
    }

    [Fact]
    public async Task Confirm_EndIsOver_SaysThatItIsTakenDown()
    {
        _cli.Provider.Answer(SomeLease.Active() with { State = "evicting", SecondsLeft = null });

        await _cli.RunAsync("confirm", "1000");

        _cli.Out.ShouldEndWith("so the lease is being taken down");
    }

    [Fact]
    public async Task Confirm_NotHeld_IsRefused()
    {
        _cli.Provider.Refuse(SomeLease.Problem(409, "not_held"));

        (await _cli.RunAsync("confirm", "1000")).ShouldBe(ExitCode.Refused);

        _cli.Error.ShouldContain("not_held");
    }

    private ConfirmMessage Sent() => JsonSerializer.Deserialize(_cli.Provider.Bodies[^1], ApiJsonContext.Default.ConfirmMessage).ShouldNotBeNull();
}
