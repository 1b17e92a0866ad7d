using CsCheck;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Linux.Volumes;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Volumes;

public sealed class VolumePathsTests
{
    private readonly VolumePaths _paths = new("/var/lib/paygress", "/run/paygress");

    [Fact]
    public void Names_Vmid_AreTheContract()
    {
        _paths.PlainImageOf(new Vmid(1005)).ShouldBe("/var/lib/paygress/volumes/1005.img");
        _paths.EncryptedImageOf(new Vmid(1005)).ShouldBe("/var/lib/paygress/volumes/1005.luks");
        _paths.LinkOf(new Vmid(1005)).ShouldBe("/run/paygress/dev/1005");
    }

    [Fact]
    public void Unfinished_Name_SaysWhoseItIs()
    {
        var lease = LeaseId.New(Some.Now);

        var path = _paths.UnfinishedImageOf(new Vmid(1005), lease);

        VolumePaths.ReadImageVmid(path).ShouldBe(new Vmid(1005));
        VolumePaths.ReadUnfinished(path).ShouldBe(lease);
    }

    [Theory]
    [InlineData("/v/1005.img", 1005)]
    [InlineData("/v/1005.luks", 1005)]
    [InlineData("/v/1005.img.bak", null)]
    [InlineData("/v/x.img", null)]
    [InlineData("/v/1005", null)]
    [InlineData("/v/1005.x.new", null)]
    public void ReadImageVmid_Name_IsReadExactly(string path, int? vmid) => (VolumePaths.ReadImageVmid(path)?.Value).ShouldBe(vmid);

    [Fact]
    public void EveryReader_AnyText_NeverThrows() => Gen.String.Sample(text =>
    {
        VolumePaths.ReadImageVmid(text);
        VolumePaths.ReadUnfinished(text);
        VolumePaths.ReadLinkVmid(text);
    });

    [Fact]
    public void ReadUuid_AnyBytes_NeverThrows() => Gen.Byte.Array.Sample(bytes => { Ext4Superblock.ReadUuid(bytes); });

    [Fact]
    public void ReadUuid_Superblock_IsTheLease()
    {
        var lease = LeaseId.New(Some.Now);
        var bytes = new byte[Ext4Superblock.Length];
        bytes[0x38] = 0x53;
        bytes[0x39] = 0xEF;
        lease.Value.ToByteArray(bigEndian: true).CopyTo(bytes, 0x68);

        Ext4Superblock.ReadUuid(bytes).ShouldBe(lease.Value);
    }

    [Theory]
    [InlineData(false, false, false, 0, false, VolumeStatus.Absent)]
    [InlineData(true, true, true, 1, true, VolumeStatus.Open)]
    [InlineData(true, true, false, 0, false, VolumeStatus.Closed)]
    [InlineData(true, true, false, 1, true, VolumeStatus.Closed)]
    [InlineData(true, false, true, 1, true, VolumeStatus.Closed)]
    [InlineData(true, true, false, 2, true, VolumeStatus.Foreign)]
    [InlineData(false, true, false, 0, false, VolumeStatus.Foreign)]
    [InlineData(false, false, false, 0, true, VolumeStatus.Foreign)]
    public void ToStatus_Parts_InOneWord(bool image, bool entry, bool right, int loops, bool link, VolumeStatus status) =>
        new VolumeParts { HasImage = image, HasDockerVolume = entry, IsDockerVolumeRight = entry, IsDeviceRight = right, LoopDevices = loops, HasLink = link }
            .ToStatus().ShouldBe(status);

    // As docker makes one for a container whose entry is gone.
    [Fact]
    public void ToStatus_AnotherEntryThanOurs_IsNotOpen() =>
        new VolumeParts { HasImage = true, HasDockerVolume = true, IsDeviceRight = true, LoopDevices = 1, HasLink = true }.ToStatus().ShouldBe(VolumeStatus.Closed);
}
