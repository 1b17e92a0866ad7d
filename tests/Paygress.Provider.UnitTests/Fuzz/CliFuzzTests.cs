using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Paygress.Provider.Api;
using Paygress.Provider.UnitTests.Cli;

namespace Paygress.Provider.UnitTests.Fuzz;

/// <summary>What people type, and what a provider of another version may answer.</summary>
public sealed class CliFuzzTests
{
    private static readonly int[] Codes = [ExitCode.Done, ExitCode.Failed, ExitCode.Usage, ExitCode.Unreachable, ExitCode.Refused];

    // A word a line.
    private static readonly string[] Lines =
    [
        "spawn\n--template\nhello\n--duration\n10m\n--env\nA=b\n--port\n80/tcp\n--detach",
        "spawn\n--image=nginx\n-d\n90s\n--encrypt\n--key-file\n-\n--json",
        "leases\n--all\n--json", "inspect\n1000", "why\n1000", "events", "extend\n1000\n30m\n--request-id\nr", "release\n0192f7a1000070008000000000000001\n--yes\n--reason\nx",
        "unlock\n1000\n--key-file\n-", "logs\n1000", "status\n--json", "audit", "drain\n--off", "templates", "tiers\n--socket\n/run/x", "--help", "--version", "leases\n--help",
    ];

    private static readonly string[] Replies =
    [
        JsonSerializer.Serialize(SomeLease.Active(), ApiJsonContext.Default.LeaseMessage),
        $$"""{"leases":[{{JsonSerializer.Serialize(SomeLease.Active(), ApiJsonContext.Default.LeaseMessage)}}]}""",
        """{"type":"urn:paygress:error:draining","title":"draining","status":503,"detail":"this provider takes no new leases","code":"draining"}""",
        """{"tiers":[{"id":"basic","cpu_millicores":1000,"memory_mb":1024,"storage_gb":10,"rate_msat":50}]}""",
        """{"findings":[{"kind":"container","name":"x","vmid":1000,"lease_id":null,"detail":"d"}],"errors":[],"checked":{"container":1}}""",
    ];

    [Fact]
    public Task Arguments_Spoilt_GiveAnExitCode() => Fuzzing.CheckAsync(Mutations.Text(Lines), async line =>
        await RunAsync(line, """{"title":"x","status":404,"detail":"there is none","code":"not_found","type":"x"}""", "application/problem+json", HttpStatusCode.NotFound), cost: 2);

    [Fact]
    public Task Answers_Spoilt_GiveAnExitCode() => Fuzzing.CheckAsync(Gen.Select(Gen.Int[0, Lines.Length - 1], Mutations.JsonText(Replies), (which, reply) => $"{Lines[which]}\u001f{reply}"), async both =>
    {
        var parts = both.Split('\u001f', 2);
        await RunAsync(parts[0], parts[1], "application/json", HttpStatusCode.OK);
        await RunAsync(parts[0], parts[1], "application/problem+json", HttpStatusCode.Conflict);
    }, cost: 4);

    private static async Task RunAsync(string line, string reply, string mediaType, HttpStatusCode status)
    {
        HttpResponseMessage Answer() => new(status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(reply)) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } } };
        var cli = new CliHarness { Provider = new FakeProvider { Otherwise = Answer } };

        var code = await cli.RunAsync(line.Split('\n'));

        Codes.ShouldContain(code);
        cli.Error.ShouldNotContain("   at Paygress");
        cli.Error.ShouldNotContain("Exception");
        (code == ExitCode.Done || cli.Error.Length + cli.Out.Length > 0).ShouldBeTrue();
    }
}
