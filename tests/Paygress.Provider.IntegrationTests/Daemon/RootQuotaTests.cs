using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

/// <summary>Where docker's storage driver can, a writable root holds what was sold.</summary>
[Collection(DaemonCollection.Name)]
public sealed class RootQuotaTests : IAsyncLifetime
{
    private readonly ProviderProcess _provider = new();
    private BtrfsEngine? _engine;

    private BtrfsEngine Engine => _engine!;

    public async ValueTask InitializeAsync() => _engine = await BtrfsEngine.StartAsync(TestImages.Idle);

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        await Engine.DisposeAsync();
    }

    [Fact]
    public async Task Spawn_WritableRoot_HoldsTheTiersStorageAndNoMore()
    {
        await _provider.StartAsync(("Docker:Program", Engine.Program), ("Templates:root:Image", TestImages.Idle), ("Templates:root:WritableRoot", "true"));
        var lease = await _provider.Api.SpawnAsync("root", 600);

        // A tenth of a core takes its time.
        await TestEngine.RunAsync(Engine.Program, "exec", "--detach", $"paygress-{lease.Vmid}", "sh", "-c", "busybox dd if=/dev/zero of=/full bs=1M count=1500 2> /dev/shm/said; echo > /dev/shm/done");
        await Eventually.IsSoAsync(async () => (await InsideAsync(lease, "ls /dev/shm")).Contains("done", StringComparison.Ordinal), "it writes on and on", TimeSpan.FromMinutes(4));

        (await InsideAsync(lease, "cat /dev/shm/said")).ShouldContain("Disk quota exceeded");
        long.Parse(await TestEngine.RunAsync(Engine.Program, "exec", $"paygress-{lease.Vmid}", "busybox", "stat", "-c", "%s", "/full")).ShouldBeInRange(900L << 20, 1L << 30);
        (await _provider.Api.FindAsync(lease.LeaseId)).State.ShouldBe("active");
        var templates = (await _provider.CliAsync("templates", "--json")).Json.GetProperty("templates").EnumerateArray().ToDictionary(t => t.GetProperty("slug").GetString()!, t => t.GetProperty("bounded_root").GetBoolean());
        templates["root"].ShouldBeTrue();
    }

    private Task<string> InsideAsync(LeaseMessage lease, string script) => TestEngine.RunAsync(Engine.Program, "exec", $"paygress-{lease.Vmid}", "sh", "-c", $"busybox {script}");
}
