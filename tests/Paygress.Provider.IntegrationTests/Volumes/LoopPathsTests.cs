using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.IntegrationTests.Docker;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.IntegrationTests.Volumes;

/// <summary>Loop devices that were attached inside a sandbox which is gone, as those of a unit before its restart.</summary>
public sealed class LoopPathsTests(DockerHost host) : IClassFixture<DockerHost>
{
    private const string InSandbox = """mount --bind "$1" "$1" && losetup --find --show "$2" """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ListOursAsync_AttachedInASandbox_IsFoundAndTakenAway()
    {
        var spec = await AttachInSandboxAsync();

        var trace = (await ListAsync()).ShouldHaveSingleItem();

        (trace.Vmid, trace.LeaseId).ShouldBe((spec.Vmid, spec.LeaseId));
        (await host.Volumes().DestroyAsync(spec, Token)).Value();
        (await ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ListOursAsync_ItsFileIsGoneToo_IsFoundAndTakenAway()
    {
        var spec = await AttachInSandboxAsync();
        await host.RunAsync("rm", [host.Paths.PlainImageOf(spec.Vmid)]);

        (await ListAsync()).ShouldHaveSingleItem().Vmid.ShouldBe(spec.Vmid);

        foreach (var trace in (await host.Volumes().ListOursAsync(Token)).Value().Where(t => t.Vmid == spec.Vmid))
        {
            (await host.Volumes().RemoveAsync(trace, Token)).Value();
        }

        (await ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ListOursAsync_SomebodyElsesFileOfSuchAName_IsNotOurs()
    {
        var folder = Directory.CreateDirectory(Path.Combine(host.Root, "volumes")).FullName;
        var file = Path.Combine(folder, "1999.img");
        await host.RunAsync("truncate", ["--size=1M", file]);
        var device = await host.RunAsync("unshare", ["--mount", "sh", "-c", InSandbox, "sh", host.Root, file]);
        await host.RunAsync("rm", [file]);

        (await ListAsync()).ShouldBeEmpty();

        await host.RunAsync("losetup", ["--detach", device]);
    }

    private async Task<VolumeSpec> AttachInSandboxAsync()
    {
        var spec = new VolumeSpec(LeaseId.New(Some.Now), TestVmids.Next(), 32 * 1024 * 1024);
        (await host.Volumes().CreateAsync(spec, null, Token)).Value();
        (await host.Volumes().CloseAsync(spec, Token)).Value();
        await host.RunAsync("unshare", ["--mount", "sh", "-c", InSandbox, "sh", host.Provider.DataDirectory, host.Paths.PlainImageOf(spec.Vmid)]);
        (await host.RunAsync("losetup", ["--list", "--output=BACK-FILE", "--noheadings"])).ShouldNotContain(host.Provider.DataDirectory);
        return spec;
    }

    private async Task<VolumeTrace[]> ListAsync() =>
        [.. (await host.Volumes().ListOursAsync(Token)).Value().Where(t => t.Kind is VolumeTraceKind.LoopDevice)];
}
