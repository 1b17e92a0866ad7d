using System.Globalization;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

/// <summary>What a tenant writes outside its data volume is bounded, or somebody watches.</summary>
[Collection(DaemonCollection.Name)]
public sealed class RootTests : IAsyncDisposable
{
    private const double Giga = 1L << 30;

    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Spawn_TemplateThatSaysNothing_WritesToItsVolumeAndMemoryAlone()
    {
        await _provider.StartAsync(("Templates:wants:Image", TestImages.Wanting), ("Templates:wants:DataPath", "/data"));
        var lease = await _provider.Api.SpawnAsync("wants", 600);

        (await RunAsync(lease, "busybox touch /here")).ShouldContain("Read-only file system");
        (await RunAsync(lease, "for d in /data /tmp /var/tmp /run /cache; do busybox touch $d/here || exit; done; echo all")).Trim().ShouldBe("all");
        var container = await TestEngine.InspectAsync("container", $"paygress-{lease.Vmid}");
        container.GetProperty("Mounts").EnumerateArray().Select(m => (m.GetProperty("Type").GetString(), m.GetProperty("Destination").GetString())).Order()
            .ShouldBe([("tmpfs", "/cache"), ("volume", "/data")]);
        (await TestEngine.ListAsync("volume", "ls", "--quiet", "--filter=name=paygress-", "--format={{.Name}}")).ShouldBe([$"paygress-{lease.Vmid}-data"]);
    }

    [Fact]
    public async Task Spawn_WritableRootAndAnImageThatWantsVolumesInScratch_LeavesNoneToDocker()
    {
        await _provider.StartAsync(("Templates:wants:Image", TestImages.WantingScratch), ("Templates:wants:WritableRoot", "true"));
        var lease = await _provider.Api.SpawnAsync("wants", 600);

        (await RunAsync(lease, "for d in /tmp /var/tmp /run; do busybox touch $d/here || exit; done; echo all")).Trim().ShouldBe("all");
        var container = await TestEngine.InspectAsync("container", $"paygress-{lease.Vmid}");
        container.GetProperty("Mounts").EnumerateArray().Select(m => (m.GetProperty("Type").GetString(), m.GetProperty("Destination").GetString())).Order()
            .ShouldBe([("tmpfs", "/run"), ("tmpfs", "/tmp"), ("tmpfs", "/var/tmp")]);
    }

    [Fact]
    public async Task Spawn_ImageThatWantsAVolumeAtARelativePath_IsRefused()
    {
        await _provider.StartAsync(("Templates:wants:Image", TestImages.WantingRelative));
        var id = (await _provider.Api.SubmitAsync("wants", 600)).Lease.LeaseId;

        var lease = await _provider.Api.UntilAsync(id, l => l.EndedAt is not null);

        (lease.State, lease.Code).ShouldBe(("failed", "image_not_allowed"));
    }

    // Docker tells an image's labels with each container, and what is too long to read is no answer about all the others either.
    [Fact]
    public async Task Spawn_ImageWithAHugeConfiguration_IsRefused()
    {
        const string Loud = "paygress-test/loud:1";
        var container = await TestEngine.DockerAsync("create", TestImages.Idle);
        await TestEngine.DockerAsync(["commit", .. Enumerable.Range(0, 10).Select(i => $"--change=LABEL l{i}={new string('x', 60_000)}"), container, Loud]);
        await TestEngine.DockerAsync("rm", container);
        await _provider.StartAsync(("Templates:loud:Image", Loud));
        var id = (await _provider.Api.SubmitAsync("loud", 600)).Lease.LeaseId;

        var lease = await _provider.Api.UntilAsync(id, l => l.EndedAt is not null);

        await TestEngine.DockerAsync("image", "rm", Loud);
        (lease.State, lease.Code).ShouldBe(("failed", "image_not_allowed"));
    }

    /// <remarks>The image has a user of its own, whose neither the root nor the scratch is.</remarks>
    [Fact]
    public async Task Spawn_Hello_ItsOwnUserWritesToDataAndScratch()
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("hello", 600);

        (await RunAsync(lease, "busybox id -u; busybox touch /data/here /tmp/here && echo all")).Split('\n')[..2].ShouldBe(["1000", "all"]);
    }

    [Fact]
    public async Task Spawn_TenantFillsItsScratch_StopsAtItsSize()
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("idle", 600);

        // Of 64 MB half, less what the process itself needs.
        (await RunAsync(lease, "busybox dd if=/dev/zero of=/tmp/full bs=64k")).ShouldContain("No space left on device");

        (await RunAsync(lease, "busybox stat -c %s /tmp/full")).Trim().ShouldBe($"{32 << 20}");
        (await _provider.Api.FindAsync(lease.LeaseId)).State.ShouldBe("active");
    }

    [Fact]
    public async Task Spawn_WritableRootAndATenantFillsTheDisk_EndsThatOneAtTheReserve()
    {
        // Two leases are sold 1 GB each beyond the reserve, and half of one stays.
        var free = new DriveInfo(TestEngine.Root).AvailableFreeSpace;
        var reserve = ((free / Giga) - 2.5).ToString("0.###", CultureInfo.InvariantCulture);
        await _provider.StartAsync(
            ("Templates:root:Image", TestImages.Idle), ("Templates:root:WritableRoot", "true"), ("Capacity:ReserveStorageGb", reserve), ("Capacity:Storage", "1"));
        var (good, hog) = (await _provider.Api.SpawnAsync("root", 600), await _provider.Api.SpawnAsync("root", 600));
        await RunAsync(good, "busybox dd if=/dev/zero of=/mine bs=1M count=100");

        await TestEngine.DockerAsync("exec", "--detach", $"paygress-{hog.Vmid}", "busybox", "dd", "if=/dev/zero", "of=/all", "bs=1M", "count=4096");

        var ended = await _provider.Api.UntilAsync(hog.LeaseId, l => l.State == "ended", TimeSpan.FromMinutes(3));
        ended.EndReason.ShouldBe("disk_limit");
        (await _provider.Api.FindAsync(good.LeaseId)).State.ShouldBe("active");
        (await RunAsync(good, "busybox stat -c %s /mine")).Trim().ShouldBe($"{100 << 20}");
    }

    // What it says on both outputs; it may fail, and its container may be ended meanwhile.
    private static Task<string> RunAsync(LeaseMessage lease, string script) =>
        TestEngine.RunAsync("/bin/sh", "-c", "\"$0\" exec \"$1\" sh -c \"$2\" 2>&1; true", TestEngine.Program, $"paygress-{lease.Vmid}", script);
}
