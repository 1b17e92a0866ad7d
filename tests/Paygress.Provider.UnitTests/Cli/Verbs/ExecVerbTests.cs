using System.Text.Json;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Exec;

namespace Paygress.Provider.UnitTests.Cli.Verbs;

public sealed class ExecVerbTests
{
    private static readonly ExecGrantMessage Grant = new() { Docker = "/usr/bin/docker", ContainerId = "c0ffee" };

    [Fact]
    public async Task Exec_Piped_BecomesDockerWithoutATerminal()
    {
        var cli = new CliHarness();
        cli.Provider.Answer(Grant, ApiJsonContext.Default.ExecGrantMessage);

        await cli.RunAsync("exec", "1000", "--", "ls", "-l", "--json", "/data");

        cli.Provider.Requests.ShouldBe(["POST /v1/leases/1000/exec"]);
        Sent(cli).Program.ShouldBe("ls");
        cli.Became.ShouldBe(["/usr/bin/docker exec --interactive c0ffee ls -l --json /data"]);
    }

    [Fact]
    public async Task Exec_OnATerminal_HasOne()
    {
        var cli = new CliHarness { IsInteractive = true };
        cli.Provider.Answer(Grant with { DockerHost = "unix:///run/other.sock" }, ApiJsonContext.Default.ExecGrantMessage);

        await cli.RunAsync("exec", "1000", "--user", "root", "--", "top");

        cli.Became.ShouldBe(["DOCKER_HOST=unix:///run/other.sock /usr/bin/docker exec --interactive --tty --user=root c0ffee top"]);
    }

    [Fact]
    public async Task Exec_DockerCantBeRun_SaysWhy()
    {
        var cli = new CliHarness();
        cli.Provider.Answer(Grant, ApiJsonContext.Default.ExecGrantMessage);

        (await cli.RunAsync("exec", "1000", "--", "ls")).ShouldBe(ExitCode.Failed);

        cli.Error.ShouldBe("cannot run /usr/bin/docker: it is not installed");
    }

    [Fact]
    public async Task Exec_NothingRuns_IsRefused()
    {
        var cli = new CliHarness();
        cli.Provider.Refuse(SomeLease.Problem(409, "not_active"));

        (await cli.RunAsync("exec", "1000", "--", "ls")).ShouldBe(ExitCode.Refused);

        cli.Became.ShouldBeEmpty();
    }

    [Fact]
    public async Task Exec_WithoutACommand_IsWrongUsage()
    {
        var cli = new CliHarness();

        (await cli.RunAsync("exec", "1000")).ShouldBe(ExitCode.Usage);

        cli.Provider.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Shell_TakesTheBestThereIs()
    {
        var cli = new CliHarness { IsInteractive = true };
        cli.Provider.Answer(Grant, ApiJsonContext.Default.ExecGrantMessage);

        await cli.RunAsync("shell", "1000");

        Sent(cli).Program.ShouldBe("sh");
        cli.Became.ShouldBe(["/usr/bin/docker exec --interactive --tty c0ffee sh -c command -v bash > /dev/null && exec bash; exec sh"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a\u001b[2J")]
    public void FindFault_WhatAJournalCantName_IsRefused(string program) =>
        ExecRule.FindFault(program).ShouldNotBeNull().Code.ShouldBe("invalid_request");

    [Fact]
    public void FindFault_PathOfAProgram_IsTaken() => ExecRule.FindFault("/usr/bin/env").ShouldBeNull();

    private static ExecMessage Sent(CliHarness cli) => JsonSerializer.Deserialize(cli.Provider.Bodies[^1], ApiJsonContext.Default.ExecMessage).ShouldNotBeNull();
}
