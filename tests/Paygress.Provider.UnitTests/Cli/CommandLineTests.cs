using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.UnitTests.Cli;

public sealed class CommandLineTests
{
    public static TheoryData<string, string> WrongLines => new()
    {
        { "", "error: paygress-provider needs a verb" },
        { "tamplates", "error: unknown verb 'tamplates'; did you mean 'templates'?" },
        { "spawn --tamplate x -d 5m", "error: unknown option '--tamplate'; did you mean '--template'?" },
        { "leases extra", "error: unknown argument 'extra'" },
        { "release", "error: Required argument 'VMID|LEASE' missing for command: 'release'" },
        { "release abc", "error: 'abc' is no vmid and no lease id" },
        { "extend 1000 soon", "error: 'soon' is no duration" },
        { "extend 1000 500ms", "error: '500ms' is not a whole number of seconds" },
        { "spawn -t a -d 5m -e FOO", "error: the value of --env number 1 has no '='" },
        { "spawn -t a -d 5m -p 0", "error: '0' is no port" },
        { "spawn -t a -d 5m -p 65536", "error: '65536' is no port" },
        { "spawn -t a -d 5m --encrypt", "head -c 32 /dev/urandom" },
        { "spawn -t a -d 5m --encrypt --key-file - --env-file -", "error: only one of --key-file and --env-file can be standard input" },
        { "spawn -t a -d", "error: Required argument missing for option" },
        { "spawn -d 5m", "error: give either --template or --image" },
        { "spawn -t a --image b -d 5m", "error: give either --template or --image" },
        { "drain --off --wait", "error: --wait makes no sense with --off" },
        { "@file", "error: unknown verb '@file'" },
    };

    [Fact]
    public async Task InvokeAsync_Completion_OffersOneSpellingOfHelp()
    {
        var cli = new CliHarness();

        await cli.RunAsync("[suggest:18]", "paygress-provider ");

        var offered = cli.Out.Split('\n');
        offered.ShouldContain("spawn");
        offered.Where(o => !char.IsAsciiLetter(o[0])).ShouldBe(["--help", "--version", "-h"], ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(WrongLines))]
    public async Task InvokeAsync_WrongLine_SaysWhatAndExitsUsage(string line, string error)
    {
        var cli = new CliHarness();

        var code = await cli.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        code.ShouldBe(ExitCode.Usage);
        cli.Error.ShouldContain(error);
        cli.Out.ShouldBeEmpty();
        cli.Provider.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task InvokeAsync_ManyFaults_TellsAll()
    {
        var cli = new CliHarness();

        await cli.RunAsync("spawn", "-d", "x", "-e", "A", "-p", "y", "--encrypt");

        cli.Error.Split('\n').Count(l => l.StartsWith("error: ", StringComparison.Ordinal)).ShouldBe(5);
    }

    /// <summary>All of them, and none for the program itself.</summary>
    public static TheoryData<string> Verbs => [.. new CliHarness().Verbs.Prepend("")];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task InvokeAsync_Help_FitsAPageAndHasExamples(string verb)
    {
        var cli = new CliHarness();

        var code = await cli.RunAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        code.ShouldBe(ExitCode.Done);
        cli.Out.ShouldContain("Examples:");
        cli.Out.Split('\n').ShouldAllBe(l => l.Length <= 80);
    }

    [Theory]
    [InlineData(null, "/run/paygress/provider.sock")]
    [InlineData("/elsewhere", "/elsewhere")]
    public async Task InvokeAsync_NoSocketOption_TakesVariableOrDefault(string? variable, string expected)
    {
        var cli = new CliHarness();
        cli.Provider.Answer(new LeaseListMessage([]), ApiJsonContext.Default.LeaseListMessage);
        if (variable is not null)
        {
            cli.Environment["PAYGRESS_SOCKET"] = variable;
        }

        await cli.RunAsync("leases");

        cli.SocketPath.ShouldBe(expected);
    }

    [Theory]
    [InlineData(404, "not_found", ExitCode.Refused)]
    [InlineData(503, "no_capacity", ExitCode.Refused)]
    [InlineData(500, "backend_error", ExitCode.Failed)]
    public async Task InvokeAsync_Refused_TellsCodeAndEveryFault(int status, string code, int expected)
    {
        var cli = new CliHarness();
        cli.Provider.Refuse(SomeLease.Problem(status, code, new ProblemFaultMessage("invalid_env", "env.A", "has a newline"), new ProblemFaultMessage("invalid_port", null, "twice")));

        (await cli.RunAsync("inspect", "1000")).ShouldBe(expected);

        cli.Error.ShouldBe($"error: it can't be done; do something else ({code})\n  invalid_env: env.A: has a newline\n  invalid_port: twice");
    }

    [Theory]
    [InlineData(SocketError.AddressNotAvailable, "is the provider running?")]
    [InlineData(SocketError.AccessDenied, "you are not in group paygress")]
    [InlineData(SocketError.ConnectionRefused, "nobody listens")]
    public async Task InvokeAsync_NotConnected_SaysWhatToDo(SocketError error, string expected)
    {
        var cli = new CliHarness();
        cli.Provider.Throw(new HttpRequestException(HttpRequestError.ConnectionError, null, new SocketException((int)error)));

        (await cli.RunAsync("leases")).ShouldBe(ExitCode.Unreachable);

        cli.Error.ShouldContain(expected);
    }

    [Fact]
    public async Task InvokeAsync_AnotherServerAnswers_IsUnreachable()
    {
        var cli = new CliHarness();
        cli.Provider.Answer("<html>"u8.ToArray(), "text/html", HttpStatusCode.NotFound);

        (await cli.RunAsync("status")).ShouldBe(ExitCode.Unreachable);
    }

    [Fact]
    public async Task InvokeAsync_ShortLeaseId_IsLookedUpAmongThoseThatLive()
    {
        var cli = new CliHarness();
        cli.Provider.Answer(new LeaseListMessage([SomeLease.Active()]), ApiJsonContext.Default.LeaseListMessage).Answer(SomeLease.Active() with { State = "ended", EndReason = "released" });

        (await cli.RunAsync("release", "aaaabbbbcccc", "--reason", "a b")).ShouldBe(ExitCode.Done);

        cli.Provider.Requests.ShouldBe(["GET /v1/leases", $"DELETE /v1/leases/{SomeLease.Id}?reason=a%20b&wait=30s"]);
        cli.Out.ShouldBe("lease aaaabbbbcccc is over (released); nothing of it is left");
    }

    [Fact]
    public async Task InvokeAsync_ShortLeaseIdOfOneThatIsOver_IsLookedUpAmongAll()
    {
        var cli = new CliHarness();
        var over = SomeLease.Active() with { State = "ended", EndReason = "released" };
        cli.Provider.Answer(new LeaseListMessage([]), ApiJsonContext.Default.LeaseListMessage).Answer(new LeaseListMessage([over]), ApiJsonContext.Default.LeaseListMessage).Answer(over);

        (await cli.RunAsync("release", "aaaabbbbcccc")).ShouldBe(ExitCode.Done);

        cli.Provider.Requests.ShouldBe(["GET /v1/leases", "GET /v1/leases?all=true", $"DELETE /v1/leases/{SomeLease.Id}?wait=30s"]);
    }

    [Fact]
    public async Task InvokeAsync_AuditWithFindings_ExitsFailed()
    {
        var cli = new CliHarness();
        var audit = new AuditMessage([new("container", "paygress-1044", 1044, null, "not in the books")], [], new Dictionary<string, int> { ["containers"] = 1 });
        cli.Provider.Answer(audit, ApiJsonContext.Default.AuditMessage);

        (await cli.RunAsync("audit")).ShouldBe(ExitCode.Failed);

        cli.Out.ShouldContain("1 unexplained, 0 not looked at. Compared: 1 containers.");
    }

    // It was told as a broken connection.
    [Theory]
    [InlineData("logs", "1000")]
    [InlineData("events")]
    [InlineData("events", "-f")]
    public async Task InvokeAsync_StreamOntoAFullDisk_FailsAsThat(params string[] words)
    {
        var cli = new CliHarness { IsOutputFull = true };
        cli.Provider.Answer(System.Text.Encoding.UTF8.GetBytes($"id: 7\n\nid: 8\ndata: {{\"id\":8,\"at\":\"2026-01-02T12:00:08Z\",\"lease_id\":\"{SomeLease.Id}\",\"vmid\":1000,\"event\":\"Started\",\"state\":\"active\",\"detail\":\"x\"}}\n\n"), "text/event-stream");

        (await Should.ThrowAsync<IOException>(() => cli.RunAsync(words))).Message.ShouldBe("No space left on device");
    }

    [Fact]
    public async Task InvokeAsync_Logs_AreTheSameBytes()
    {
        var cli = new CliHarness();
        byte[] bytes = [.. "a\xff"u8, 0xff, (byte)'\n', (byte)'b'];
        cli.Provider.Answer(bytes, "text/plain");

        (await cli.RunAsync("logs", "1000")).ShouldBe(ExitCode.Done);

        cli.RawOutput.ToArray().ShouldBe(bytes);
    }

    [Fact]
    public async Task InvokeAsync_LogsJson_IsAnObjectForEachLine()
    {
        var cli = new CliHarness();
        cli.Provider.Answer("a\nb"u8.ToArray(), "text/plain");

        await cli.RunAsync("logs", "1000", "--json");

        Encoding.UTF8.GetString(cli.RawOutput.ToArray()).ShouldBe("{\"line\":\"a\"}\n{\"line\":\"b\"}\n");
    }

    [Fact]
    public async Task InvokeAsync_InspectJson_HoldsLeaseAndEvents()
    {
        var cli = new CliHarness();
        cli.Provider.Answer(SomeLease.Active()).Answer(new LeaseEventListMessage(SomeLease.Id, [new(CliHarness.Now, "Started", "active", null)]), ApiJsonContext.Default.LeaseEventListMessage);

        (await cli.RunAsync("inspect", "1000", "--json")).ShouldBe(ExitCode.Done);

        using var json = JsonDocument.Parse(cli.Out);
        json.RootElement.GetProperty("lease").GetProperty("lease_id").GetString().ShouldBe(SomeLease.Id);
        json.RootElement.GetProperty("events").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task InvokeAsync_DrainWait_WaitsForTheLastLease()
    {
        var cli = new CliHarness();
        cli.Provider.Answer(new DrainMessage(true), ApiJsonContext.Default.DrainMessage)
            .Answer(Rendering.StatusScreenTests.Status(active: 1) with { Draining = true }, ApiJsonContext.Default.StatusMessage)
            .Answer(Rendering.StatusScreenTests.Status(active: 0) with { Draining = true }, ApiJsonContext.Default.StatusMessage);

        (await cli.RunAsync("drain", "--wait")).ShouldBe(ExitCode.Done);

        cli.Error.ShouldBe("1 lease left");
        cli.Provider.Bodies[0].ShouldBe("{\"draining\":true}");
    }
}
