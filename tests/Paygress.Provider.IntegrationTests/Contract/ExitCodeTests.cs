using System.Collections.Immutable;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Contract;

[Collection(DaemonCollection.Name)]
public sealed class ExitCodeTests : IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Run_EveryOptionWrong_ListsEachOnItsLine()
    {
        var keys = (ImmutableArray<string>)["Docker:MaxPulls", "Spawn:Concurrency", "Leases:MinimumDuration", "Capacity:Cpu", "Ports:RangeStart", "Heartbeat:Interval", "Logging:Level"];
        _provider.Site.WriteConfig([.. keys.Select(k => (k, "wrong")), ("Surprise:Key", "1")]);

        var run = await RunAsync();

        run.ExitCode.ShouldBe(78);
        var lines = Lines(run.Error);
        lines.Length.ShouldBe(keys.Length + 1, run.Error);
        lines.ShouldAllBe(l => l.StartsWith("error: ", StringComparison.Ordinal));
        foreach (var key in keys)
        {
            lines.ShouldContain(l => l.Contains($"{key}: 'wrong': must be ", StringComparison.Ordinal));
        }

        lines.ShouldContain(l => l.EndsWith("Surprise:Key: is not a setting", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{ \"Docker\": oops }", "is not valid JSON")]
    [InlineData("", "is not valid JSON")]
    public async Task Run_BrokenConfiguration_IsUnusable(string json, string problem)
    {
        await File.WriteAllTextAsync(_provider.Site.ConfigFile, json, TestContext.Current.CancellationToken);

        CheckError(await RunAsync(), 78, problem);
    }

    [Fact]
    public async Task Run_ConfigurationThatIsNotThere_IsUnusable() => CheckError(await RunAsync(), 78, "can't be read");

    [Fact]
    public async Task Run_DataDirectoryIsAFile_IsUnusable()
    {
        await File.WriteAllTextAsync(_provider.Site.DataDirectory, "", TestContext.Current.CancellationToken);
        _provider.Site.WriteConfig();

        CheckError(await RunAsync(), 78, "Provider:DataDirectory");
    }

    [Fact]
    public async Task Run_DataDirectoryReadOnly_IsUnusable()
    {
        Directory.CreateDirectory(_provider.Site.DataDirectory);
        await TestEngine.RunAsync("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", _provider.Site.DataDirectory);
        try
        {
            _provider.Site.WriteConfig();

            CheckError(await RunAsync(), 78, "Provider:DataDirectory");
        }
        finally
        {
            await TestEngine.RunAsync("umount", _provider.Site.DataDirectory);
        }
    }

    // Nobody but an operator mends it, so systemd must not try again for ever.
    [Fact]
    public async Task Run_SocketInNoDirectory_IsUnusableAndMakesNoStore()
    {
        _provider.Site.WriteConfig(("Api:Socket", "/nonexistent/provider.sock"));

        CheckError(await RunAsync(), 78, "the directory of Api:Socket, /nonexistent, is not there");

        _provider.Files("data").Select(Path.GetFileName).ShouldNotContain("provider.db");
    }

    [Fact]
    public async Task Run_SecondProviderOnTheSameData_FailsAndLeavesTheFirst()
    {
        await _provider.StartAsync();

        CheckError(await RunAsync(), 1, "another provider");

        (await _provider.CliAsync("status")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Verb_WrongOptionSocketAbsentOrRefused_HasItsCode()
    {
        CheckError(await _provider.CliAsync("leases", "--al"), 2, "did you mean '--all'");
        CheckError(await _provider.CliAsync("spawn", "--template", "hello"), 2, "--duration");
        CheckError(await _provider.CliAsync("spawn", "-t", "hello", "-d", "soon"), 2, "soon");
        CheckError(await _provider.CliAsync("leases"), 3, "there is no socket");
        CheckError(await _provider.CliAsync("leases", "--socket", "/" + new string('x', 200)), 3, "can't be the path of a socket");
        await _provider.StartAsync();
        CheckError(await _provider.CliAsync("spawn", "-t", "nothing", "-d", "10s"), 4, "unknown_template");
        CheckError(await _provider.CliAsync("inspect", "1999"), 4, "not_found");
    }

    [Fact]
    public async Task Verb_SocketWithoutPermission_IsUnreachable()
    {
        await _provider.StartAsync();
        await TestEngine.RunAsync("chmod", "0755", _provider.Site.Root);

        var output = await TestEngine.RunAsync(
            "sh", "-c", $"setpriv --reuid=65534 --regid=65534 --clear-groups {ProviderProgram.FilePath} leases --socket {_provider.Site.Socket} 2>&1; echo exit $?");

        output.ShouldContain("permission denied on");
        output.ShouldEndWith("exit 3");
        output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Verb_WithJson_PrintsJsonAlone()
    {
        await _provider.StartAsync();
        var spawned = await _provider.CliAsync("spawn", "-t", "idle", "-d", "60s", "--json");
        spawned.Json.GetProperty("state").GetString().ShouldBe("active");
        var vmid = $"{spawned.Json.GetProperty("vmid").GetInt32()}";
        foreach (var line in (string[])["leases", "leases --all", $"inspect {vmid}", $"extend {vmid} 10s", "status", "audit", "templates", "tiers", "drain", "drain --off", $"release {vmid}"])
        {
            var ran = await _provider.CliAsync([.. line.Split(' '), "--json"]);

            ran.ExitCode.ShouldBe(0, $"{line}: {ran.Error}");
            ran.Json.ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Object, line);
        }
    }

    private Task<CliResult> RunAsync() => _provider.CliAsync("run", "--config", _provider.Site.ConfigFile);

    private static void CheckError(CliResult run, int code, string text)
    {
        run.ExitCode.ShouldBe(code, run.Error);
        run.Output.ShouldBeEmpty();
        Lines(run.Error).ShouldContain(l => l.StartsWith("error: ", StringComparison.Ordinal), run.Error);
        run.Error.ShouldContain(text);
        run.Error.ShouldNotContain("   at ");
    }

    private static ImmutableArray<string> Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
}
