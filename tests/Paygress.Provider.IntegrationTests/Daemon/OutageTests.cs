using System.Text.Json.Nodes;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

[Collection(DaemonCollection.Name)]
public sealed class OutageTests : IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();

    private string ClockFile => Path.Combine(_provider.Site.DataDirectory, "clock.json");

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Start_AfterAReboot_GivesTheTimeBackThatTheContainerDidNotRun()
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("hello", 600);
        (await _provider.StopAsync()).ShouldBe(0);
        PretendReboot();
        await TestEngine.DockerAsync("kill", $"paygress-{lease.Vmid}");
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, TestContext.Current.CancellationToken);

        await _provider.StartAgainAsync();

        var after = await _provider.Api.UntilAsync(lease.LeaseId, l => l.Restarts == 1);
        (after.State, after.OutageSince).ShouldBe(("active", null));
        after.OutageCreditSeconds.ShouldBeGreaterThan(2);
        after.SecondsLeft.ShouldNotBeNull().ShouldBeGreaterThan(590);
        (after.ExpiresAt - lease.ExpiresAt).ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.FromSeconds(2));
        await _provider.UntilSaidAsync("The machine was started again");
    }

    [Fact]
    public async Task Start_ContainerStoppedWhileNoProviderRan_GivesTheTimeBack()
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("hello", 600);
        (await _provider.StopAsync()).ShouldBe(0);
        await TestEngine.DockerAsync("kill", $"paygress-{lease.Vmid}");
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, TestContext.Current.CancellationToken);

        await _provider.StartAgainAsync();

        var after = await _provider.Api.UntilAsync(lease.LeaseId, l => l.Restarts == 1);
        after.OutageCreditSeconds.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task Start_SameBoot_OwesNothing()
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("hello", 600);

        (await _provider.RestartAsync()).ShouldBe(0);

        var after = await _provider.Api.FindAsync(lease.LeaseId);
        (after.ExpiresAt, after.OutageCreditSeconds, after.Restarts).ShouldBe((lease.ExpiresAt, 0, 0));
    }

    // The mark of another boot: that much of a reboot can be had without one.
    private void PretendReboot()
    {
        var mark = JsonNode.Parse(File.ReadAllText(ClockFile))!;
        mark["boot_id"] = "another";
        File.WriteAllText(ClockFile, mark.ToJsonString());
    }
}
