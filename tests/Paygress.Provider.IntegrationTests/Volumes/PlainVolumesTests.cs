using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.IntegrationTests.Docker;
using Paygress.Provider.Linux.Volumes;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.IntegrationTests.Volumes;

public sealed class PlainVolumesTests(DockerHost host) : IClassFixture<DockerHost>
{
    private const long Size = 32 * 1024 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DataPath_NonRootImageWithFiles_GetsThemAndMayWrite()
    {
        var image = await host.ImportImageAsync("CMD [\"/bin/sh\",\"-c\",\"id -u; cat /data/shipped; touch /data/mine && echo wrote; ls /data\"]\nUSER 1000", tree =>
        {
            Directory.CreateDirectory(Path.Combine(tree, "data"));
            File.WriteAllText(Path.Combine(tree, "data/shipped"), "from the image\n");
        }, owner: "1000");

        var output = await RunOnVolumeAsync(NewSpec(), image);

        output.ShouldBe("1000\nfrom the image\nwrote\nmine\nshipped");
    }

    [Fact]
    public async Task DataPath_WrittenPastTheSize_FailsInside()
    {
        var image = await host.ImportImageAsync("CMD [\"/bin/sh\",\"-c\",\"dd if=/dev/zero of=/data/big bs=1048576 count=64 2>&1; ls /data\"]", _ => { });

        var output = await RunOnVolumeAsync(NewSpec(), image);

        output.ShouldContain("No space left on device");
    }

    [Fact]
    public async Task CreateAsync_LeftoverEntryWithAnotherDevice_FailsAndMountsNothing()
    {
        var spec = NewSpec();
        (await host.DataVolumes().CreateAsync(spec.LeaseId, spec.Vmid, "/dev/another", Token)).Value();

        (await host.Volumes().CreateAsync(spec, null, Token)).ShouldBeOfType<HostResult<Nothing>.Failed>();

        File.Exists(host.Paths.PlainImageOf(spec.Vmid)).ShouldBeFalse();
        // The same if it comes between the look and the making: what docker has is compared with what was asked for.
        (await host.DataVolumes().CreateAsync(spec.LeaseId, spec.Vmid, host.Paths.LinkOf(spec.Vmid), Token)).ShouldBeOfType<HostResult<Nothing>.Failed>();
        (await host.DataVolumes().DeleteAsync(spec.Vmid, Token)).Value();
    }

    [Fact]
    public async Task StartAsync_VolumeClosed_FailsAndWritesNowhere()
    {
        var spec = NewSpec();
        (await host.Volumes().CreateAsync(spec, null, Token)).Value();
        var id = (await host.Backend().CreateAsync(ContainerOn(spec, host.HelloImageId), Token)).Value();
        (await host.Volumes().CloseAsync(spec, Token)).Value();

        (await host.Backend().StartAsync(id, Token)).Error!.Detail.ShouldContain("failed to mount local volume");

        (await host.Volumes().OpenAsync(spec, null, Token)).Value();
        (await host.Backend().StartAsync(id, Token)).Value();
        (await host.Volumes().DestroyAsync(spec, Token)).Error!.Detail.ShouldContain("in use");
        (await host.Backend().DeleteAsync([id], Token)).Value();
        (await host.Volumes().DestroyAsync(spec, Token)).Value();
    }

    // As by "docker volume prune" just before the container is made. One that docker makes for it is not the right one, and goes with the lease.
    [Fact]
    public async Task InspectAsync_DockerMadeAVolumeOfItsOwn_IsNotOpenAndIsRemoved()
    {
        var spec = NewSpec();
        (await host.Volumes().CreateAsync(spec, null, Token)).Value();
        (await host.DataVolumes().DeleteAsync(spec.Vmid, Token)).Value();
        var id = (await host.Backend().CreateAsync(ContainerOn(spec, host.HelloImageId), Token)).Value();

        (await host.Volumes().InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Closed);

        (await host.Backend().DeleteAsync([id], Token)).Value();
        (await host.Volumes().DestroyAsync(spec, Token)).Value();
        (await host.DataVolumes().FindAsync(spec.Vmid, Token)).Value().ShouldBeNull();
    }

    [Fact]
    public async Task CreateAsync_FileSystemFull_HasNoCapacityAndLeavesNothing()
    {
        var spec = NewSpec(1L << 50);

        (await host.Volumes(new VolumesOptions { Allocation = VolumeAllocation.Full }).CreateAsync(spec, null, Token)).FailedCode().ShouldBe(ErrorCodes.NoCapacity);

        (await host.Volumes().InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Absent);
    }

    [Theory]
    [InlineData(VolumeAllocation.Sparse, 0, Size / 2)]
    [InlineData(VolumeAllocation.Full, Size, Size + (1024 * 1024))]
    public async Task CreateAsync_Allocation_TakesRoomWhenItSays(VolumeAllocation allocation, long least, long most)
    {
        var spec = NewSpec();
        (await host.Volumes(new VolumesOptions { Allocation = allocation }).CreateAsync(spec, null, Token)).Value();

        var path = host.Paths.PlainImageOf(spec.Vmid);
        FileIdentity.Of(path)!.Value.AllocatedBytes.ShouldBeInRange(least, most);
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        new FileInfo(path).Length.ShouldBe(Size);
    }

    [Fact]
    public async Task FindOccupiedVmidsAsync_SomebodyElsesDockerVolume_IsOccupied()
    {
        var vmid = TestVmids.Next();
        await host.DockerAsync("volume", "create", $"paygress-{vmid}-data");

        (await host.Volumes().FindOccupiedVmidsAsync(Token)).Value().ShouldContain(vmid);

        await host.DockerAsync("volume", "rm", $"paygress-{vmid}-data");
    }

    [Fact]
    public async Task DestroyAsync_MakingWasBrokenOff_RemovesTheUnfinishedFile()
    {
        var spec = NewSpec();
        Directory.CreateDirectory(host.Paths.ImageDirectory);
        await File.WriteAllTextAsync(host.Paths.UnfinishedImageOf(spec.Vmid, spec.LeaseId), "", Token);

        (await host.Volumes().InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Foreign);
        (await host.Volumes().DestroyAsync(spec, Token)).Value();

        (await host.Volumes().InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Absent);
    }

    [Fact]
    public async Task DestroyAsync_FileWithoutFileSystem_IsLeftAlone()
    {
        var spec = NewSpec();
        Directory.CreateDirectory(host.Paths.ImageDirectory);
        await File.WriteAllTextAsync(host.Paths.PlainImageOf(spec.Vmid), "whose is this?", Token);

        (await host.Volumes().DestroyAsync(spec, Token)).ShouldBeOfType<HostResult<Nothing>.Failed>();

        File.Exists(host.Paths.PlainImageOf(spec.Vmid)).ShouldBeTrue();
    }

    private static VolumeSpec NewSpec(long size = Size) => new(LeaseId.New(Some.Now), TestVmids.Next(), size);

    private static ContainerSpec ContainerOn(VolumeSpec volume, string imageId) => new()
    {
        LeaseId = volume.LeaseId,
        Vmid = volume.Vmid,
        RequestId = Some.RequestId(),
        Owner = OwnerId.Local,
        Workload = Some.Workload() with { Tier = new Tier("tiny", 1000, 64, 1, 5), Capabilities = Capabilities.Default },
        ImageId = imageId,
        Duration = TimeSpan.FromMinutes(10),
    };

    private async Task<string> RunOnVolumeAsync(VolumeSpec volume, string imageId)
    {
        (await host.Volumes().CreateAsync(volume, null, Token)).Value();
        var id = (await host.Backend().CreateAsync(ContainerOn(volume, imageId), Token)).Value();
        (await host.Backend().StartAsync(id, Token)).Value();
        await host.DockerAsync("wait", id);
        var output = await host.DockerAsync("logs", id);
        (await host.Backend().DeleteAsync([id], Token)).Value();
        (await host.Volumes().DestroyAsync(volume, Token)).Value();
        return output;
    }
}
