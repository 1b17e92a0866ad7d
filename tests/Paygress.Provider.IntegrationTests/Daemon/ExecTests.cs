using System.Globalization;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

/// <summary>An operator goes into a tenant's container, and the journal knows.</summary>
[Collection(DaemonCollection.Name)]
public sealed class ExecTests : IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Exec_Program_HasItsInputOutputAndExitCodeAndIsTold()
    {
        var vmid = (await StartAsync()).Vmid!.Value.ToString(CultureInfo.InvariantCulture);

        var result = await RunAsync($"printf 'a secret' | \"$PROVIDER\" exec {vmid} -- sh -c 'cat; hostname >&2; exit 42' s3cret-word");

        (result.ExitCode, result.Output, result.Error.Trim()).ShouldBe((42, "a secret", $"paygress-{vmid}"));
        await _provider.UntilSaidAsync($"runs sh in the container of lease ");
        _provider.Log.ShouldContain(l => l.Contains("Uid 0 runs sh in", StringComparison.Ordinal) && l.Contains($"({vmid})", StringComparison.Ordinal));
        _provider.Log.ShouldNotContain(l => l.Contains("s3cret-word", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Exec_AsTheProgramGoesOn_NothingOfTheVerbIsLeft()
    {
        var lease = await StartAsync();

        // It is docker that is asked who it is: the verb became it.
        var result = await RunAsync($"\"$PROVIDER\" exec {lease.Vmid} -- sleep 5 & pid=$!; for i in $(seq 100); do name=$(cat /proc/$pid/comm); [ \"$name\" = docker ] && break; sleep 0.1; done; kill $pid; echo $name");

        result.Output.Trim().ShouldBe("docker");
    }

    [Fact]
    public async Task Shell_OnATerminal_HasOneInside()
    {
        var lease = await StartAsync();

        // script(1) makes the terminal.
        var result = await RunAsync($"printf 'tty; exit 7\\n' | script --quiet --return --command \"\\\"$PROVIDER\\\" shell {lease.Vmid}\" /dev/null");

        result.Output.ShouldContain("/dev/pts/0");
        result.ExitCode.ShouldBe(7);
    }

    [Fact]
    public async Task Exec_LeaseThatIsOver_IsRefused()
    {
        var lease = await StartAsync();
        await _provider.Api.ReleaseAsync(lease.LeaseId);

        var result = await RunAsync($"\"$PROVIDER\" exec {lease.LeaseId} -- true");

        result.ExitCode.ShouldBe(ExitCode.Refused);
        result.Error.ShouldContain("not_active");
    }

    private async Task<LeaseMessage> StartAsync()
    {
        await _provider.StartAsync();
        return await _provider.Api.SpawnAsync("hello", 600);
    }

    private Task<CliResult> RunAsync(string script) => ProviderProgram.RunScriptAsync(_provider.Site, script);
}
