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

        var said = await TestEngine.RunAsync("/bin/bash", "-c", $"{Engine.Program} exec paygress-{lease.Vmid} busybox dd if=/dev/zero of=/full bs=1M count=1500 2>&1; true");

        said.ShouldContain("Disk quota exceeded");
        long.Parse(await TestEngine.RunAsync(Engine.Program, "exec", $"paygress-{lease.Vmid}", "busybox", "stat", "-c", "%s", "/full")).ShouldBeInRange(900L << 20, 1L << 30);
        (await _provider.Api.FindAsync(lease.LeaseId)).State.ShouldBe("active");
        var templates = (await _provider.CliAsync("templates", "--json")).Json.GetProperty("templates").EnumerateArray().ToDictionary(t => t.GetProperty("slug").GetString()!, t => t.GetProperty("bounded_root").GetBoolean());
        templates["root"].ShouldBeTrue();
    }
}
