using System.Text.Json;
using Paygress.Provider.Checks;
using Paygress.Provider.IntegrationTests.Daemon.Harness;
using Paygress.Provider.Linux.Timers;

namespace Paygress.Provider.IntegrationTests.Daemon;

/// <summary>Timers are systemd's, so they are there only where it runs the machine; tests/host tries them on one where it does.</summary>
[Collection(DaemonCollection.Name)]
public sealed class ExpiryTimerTests : IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Lease_FromStartToEnd_AsksSystemdOnlyWhereItRunsTheMachine()
    {
        var calls = StandInForSystemd();

        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("idle", 600);
        await _provider.Api.ReleaseAsync(lease.LeaseId);
        await _provider.Api.UntilNoneAsync();

        File.Exists(calls).ShouldBe(SystemdPresence.IsInit);
    }

    [Fact]
    public async Task Check_OfThisMachine_SaysWhetherThereAreTimers()
    {
        _provider.Site.WriteConfig();

        var check = await ProviderProgram.RunAsync(_provider.Site, "check", "--config", _provider.Site.ConfigFile, "--json");

        var line = JsonSerializer.Deserialize(check.Output, CheckJsonContext.Default.CheckMessage)!.Checks.Where(c => c.Name == "end timers").ShouldHaveSingleItem();
        line.Outcome.ShouldBe(SystemdPresence.IsInit ? "passed" : "warned");
    }

    // Programs of systemd's names that only take down that they were called.
    private string StandInForSystemd()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_provider.Site.Root, "bin")).FullName;
        var calls = Path.Combine(_provider.Site.Root, "calls");
        foreach (var name in (string[])["systemd-run", "systemctl"])
        {
            var file = Path.Combine(folder, name);
            File.WriteAllText(file, $"#!/bin/sh\necho {name} >> {calls}\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        _provider.SetEnvironment("PATH", $"{folder}:{Environment.GetEnvironmentVariable("PATH")}");
        return calls;
    }
}
