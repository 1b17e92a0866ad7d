using System.Net.Sockets;
using System.Text.Json;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.UnitTests.Cli.Verbs;

public sealed class SpawnVerbTests
{
    [Fact]
    public async Task Spawn_BecomesActive_TellsEachStepOnceAndHowToReachIt()
    {
        var cli = new CliHarness();
        cli.Provider.Answer(
            SomeLease.Waiting("queued"), SomeLease.Waiting("provisioning", "pulling x"), SomeLease.Waiting("provisioning", "pulling x"), SomeLease.Waiting("provisioning"), SomeLease.Active());

        var code = await cli.RunAsync("spawn", "-t", "hello", "-d", "10m", "--request-id", "req-1");

        code.ShouldBe(ExitCode.Done);
        cli.Error.ShouldBe("asking\nqueued\npulling x\nstarting");
        cli.Out.ShouldContain("reach      127.0.0.1:20000  port 8080/tcp of the container (http)");
        cli.Provider.Requests[1].ShouldBe("GET /v1/spawns/req-1?wait=5s");
    }

    [Fact]
    public async Task Spawn_AllOptions_SendsThem()
    {
        var cli = new CliHarness { Input = new MemoryStream(new byte[32]) };
        cli.Provider.Answer(SomeLease.Active());

        var code = await cli.RunAsync(
            "spawn", "--image", "x", "--tier", "tiny", "-d", "1h", "-e", "A=b=c", "-e", "E=", "-p", "80", "-p", "53/udp", "--data-path", "/d", "--encrypt", "--key-file", "-", "--owner", "o", "--request-id", "r");

        code.ShouldBe(ExitCode.Done);
        var sent = JsonSerializer.Deserialize(cli.Provider.Bodies[0], ApiJsonContext.Default.SpawnMessage).ShouldNotBeNull();
        (sent.Image, sent.Tier, sent.DurationSeconds, sent.DataPath, sent.Owner, sent.RequestId).ShouldBe(("x", "tiny", 3600, "/d", "o", "r"));
        sent.Env.ShouldBe(new Dictionary<string, string> { ["A"] = "b=c", ["E"] = "" });
        sent.Ports.ShouldBe([new SpawnPortMessage(80, "tcp"), new SpawnPortMessage(53, "udp")]);
        sent.VolumeEncryption.ShouldNotBeNull().Key.ShouldBe(new byte[32]);
    }

    [Fact]
    public async Task Spawn_EnvFileFromStandardInput_IsAddedToTheOthers()
    {
        var cli = new CliHarness { Input = new MemoryStream("\uFEFF# a comment\nPASS=se=cret\r\n\nEMPTY=\n"u8.ToArray()) };
        cli.Provider.Answer(SomeLease.Active());

        (await cli.RunAsync("spawn", "-t", "hello", "-d", "10m", "-e", "A=b", "--env-file", "-")).ShouldBe(ExitCode.Done);

        var sent = JsonSerializer.Deserialize(cli.Provider.Bodies[0], ApiJsonContext.Default.SpawnMessage).ShouldNotBeNull();
        sent.Env.ShouldBe(new Dictionary<string, string> { ["PASS"] = "se=cret", ["EMPTY"] = "", ["A"] = "b" }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("canary", "line 1: no NAME=VALUE")]
    [InlineData("A=canary\n=canary", "line 2: no NAME=VALUE")]
    [InlineData("A=canary\nA=canary", "line 2: A is given twice")]
    [InlineData("B=canary", "B is given by --env and by --env-file")]
    public async Task Spawn_BadEnvFile_IsToldWithoutAValue(string text, string error)
    {
        var cli = new CliHarness { Input = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)) };

        (await cli.RunAsync("spawn", "-t", "hello", "-d", "10m", "-e", "B=c", "--env-file", "-")).ShouldBe(ExitCode.Usage);

        cli.Error.ShouldContain(error);
        cli.Error.ShouldNotContain("canary");
        cli.Provider.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Spawn_EnvFileOfAnotherEncoding_IsToldRatherThanChanged()
    {
        var cli = new CliHarness { Input = new MemoryStream([.. "PASS=canary"u8, 0xE9]) };

        (await cli.RunAsync("spawn", "-t", "hello", "-d", "10m", "--env-file", "-")).ShouldBe(ExitCode.Usage);

        cli.Error.ShouldContain("standard input is no UTF-8 text");
        cli.Error.ShouldNotContain("canary");
        cli.Provider.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Spawn_EnvFileThatIsNotThere_IsTold()
    {
        var cli = new CliHarness();

        (await cli.RunAsync("spawn", "-t", "hello", "-d", "10m", "--env-file", "/nonexistent/env")).ShouldBe(ExitCode.Usage);

        cli.Error.ShouldContain("can't read the env file /nonexistent/env");
    }

    [Fact]
    public async Task Spawn_Json_PrintsTheFinalLeaseAlone()
    {
        var cli = new CliHarness();
        cli.Provider.Answer(SomeLease.Waiting("queued"), SomeLease.Active());

        (await cli.RunAsync("spawn", "-t", "hello", "-d", "10m", "--json")).ShouldBe(ExitCode.Done);

        var printed = JsonSerializer.Deserialize(cli.Out, ApiJsonContext.Default.LeaseMessage).ShouldNotBeNull();
        (printed with { Ports = SomeLease.NoPorts }).ShouldBe(SomeLease.Active() with { Ports = SomeLease.NoPorts });
        printed.Ports.ShouldBe(SomeLease.Active().Ports);
    }

    [Fact]
    public async Task Spawn_Failed_ExitsRefusedWithItsCode()
    {
        var cli = new CliHarness();
        cli.Provider.Answer(SomeLease.Waiting("queued"), SomeLease.Failed("no_capacity"));

        (await cli.RunAsync("spawn", "-t", "hello", "-d", "10m")).ShouldBe(ExitCode.Refused);

        cli.Error.ShouldContain("error: nothing is free; try a smaller tier (no_capacity)");
        cli.Out.ShouldBeEmpty();
    }

    // A request id that was given before: what answers is the lease of then.
    [Theory]
    [InlineData("ended", "expired", false, "another --request-id")]
    [InlineData("ended", "expired", true, "another --request-id")]
    [InlineData("locked", null, false, "paygress-provider unlock")]
    public async Task Spawn_LeaseIsNotActiveAnyMore_ExitsRefused(string state, string? reason, bool noWait, string remedy)
    {
        var cli = new CliHarness();
        cli.Provider.Answer(SomeLease.Active() with { State = state, EndReason = reason });

        (await cli.RunAsync(["spawn", "-t", "hello", "-d", "10m", "--request-id", "req-1", .. noWait ? ["--no-wait"] : Array.Empty<string>()])).ShouldBe(ExitCode.Refused);

        cli.Error.ShouldContain($"error: the lease of this request is {state}");
        cli.Error.ShouldContain(remedy);
        cli.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Spawn_ConnectionBreaks_AsksAgainUnderTheSameRequestId()
    {
        var cli = new CliHarness();
        cli.Provider.Throw(new HttpRequestException(HttpRequestError.ResponseEnded)).Answer(SomeLease.Active());

        (await cli.RunAsync("spawn", "-t", "hello", "-d", "10m")).ShouldBe(ExitCode.Done);

        cli.Provider.Bodies[0].ShouldContain("request_id");
        cli.Provider.Bodies[1].ShouldBe(cli.Provider.Bodies[0]);
    }

    [Fact]
    public async Task Spawn_NoSocket_DoesNotTryAgain()
    {
        var cli = new CliHarness();
        cli.Provider.Throw(new HttpRequestException(HttpRequestError.ConnectionError, null, new SocketException((int)SocketError.AddressNotAvailable)));

        (await cli.RunAsync("spawn", "-t", "hello", "-d", "10m")).ShouldBe(ExitCode.Unreachable);

        cli.Error.ShouldContain("is the provider running?");
    }

    [Fact]
    public async Task Spawn_NoWait_AsksOnce()
    {
        var cli = new CliHarness();
        cli.Provider.Answer(SomeLease.Waiting("queued"));

        (await cli.RunAsync("spawn", "-t", "hello", "-d", "10m", "--no-wait")).ShouldBe(ExitCode.Done);

        cli.Provider.Requests.ShouldBe(["POST /v1/spawns"]);
    }
}
