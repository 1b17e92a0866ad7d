using System.Text.Json;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Contract;

/// <summary>One provider for all tests of a class that ask it for what it refuses.</summary>
public sealed class ContractProvider : IAsyncLifetime
{
    private const string Talking = "paygress-test/talking:1";

    internal ProviderProcess Provider { get; } = new();

    internal ProviderApi Api => Provider.Api;

    public async ValueTask InitializeAsync()
    {
        // The same files with another command; the layer is there already.
        var container = await TestEngine.DockerAsync("create", TestImages.Idle);
        await TestEngine.DockerAsync("commit", "--change=CMD [\"/bin/sh\",\"-c\",\"while :; do echo word; sleep 0.3; done\"]", container, Talking);
        await TestEngine.DockerAsync("rm", container);
        await Provider.StartAsync(
            ("Leases:MaximumDuration", "1h"),
            ("Images:Allowed:0", "paygress-test/*"),
            ("Templates:large:Image", TestImages.Idle),
            ("Templates:large:MinimumMemoryMb", "1024"),
            ("Templates:large:RequiredEnv:0", "EXEC_PASS"),
            ("Templates:talking:Image", Talking));
    }

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        await TestEngine.DockerAsync("rmi", Talking);
    }

    /// <summary>Fails when a refused request left anything: a row, a place in the queue, a file, a thing on the host.</summary>
    internal async Task CheckNothingMadeAsync()
    {
        (await Api.ListAsync(all: true)).ShouldBeEmpty();
        (await Api.GetAsync("/v1/status")).Json.GetProperty("queue_depth").GetInt32().ShouldBe(0);
        Directory.GetFiles(Path.Combine(Provider.Site.DataDirectory, "requests")).ShouldBeEmpty();
        var audit = await Api.AuditAsync();
        audit.Unanswered.ShouldBeEmpty();
        audit.Findings.ShouldBeEmpty();
    }

    /// <summary>Fails unless the answer is a problem document of this status and code.</summary>
    internal static void CheckProblem(ApiAnswer answer, int status, string code)
    {
        ((int)answer.Status).ShouldBe(status, answer.Body);
        answer.Code.ShouldBe(code, answer.Body);
        answer.Json.GetProperty("status").GetInt32().ShouldBe(status);
        answer.Json.GetProperty("type").GetString().ShouldBe($"urn:paygress:error:{code}");
        answer.Json.GetProperty("detail").ValueKind.ShouldBe(JsonValueKind.String);
        answer.Body.ShouldNotContain("   at ");
    }
}
