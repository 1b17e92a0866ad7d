using System.Security.Cryptography;
using System.Text;
using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Linux.Volumes;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.IntegrationTests.Volumes;

public sealed class LuksVolumesTests : IDisposable
{
    private readonly PretendHost _host = new();
    private readonly VolumeKey _key = new(RandomNumberGenerator.GetBytes(VolumeKey.Length));
    private readonly VolumeSpec _spec = new(LeaseId.New(Some.Now), new Vmid(1000), 32 * 1024 * 1024, IsEncrypted: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Image => _host.Paths.EncryptedImageOf(_spec.Vmid);

    public void Dispose()
    {
        _key.Dispose();
        _host.Dispose();
    }

    [Fact]
    public async Task CreateAsync_HostCannotEncrypt_SaysSoAndTouchesNothing()
    {
        _host.Support.Obstacles[HostCapability.EncryptedVolumes] = "dm_crypt is not loaded";

        (await _host.Volumes.CreateAsync(_spec, _key, Token)).FailedCode().ShouldBe(ErrorCodes.EncryptionUnavailable);

        Directory.Exists(_host.Paths.ImageDirectory).ShouldBeFalse();
    }

    [Theory]
    [InlineData("cryptsetup", "luksFormat")]
    [InlineData("cryptsetup", "open")]
    [InlineData("mkfs.ext4")]
    [InlineData("debugfs")]
    [InlineData("docker", "volume", "create")]
    public async Task CreateAsync_OneStepFails_UndoesAll(string program, params string[] arguments)
    {
        _host.Runner.When(program, arguments).Exits(1, stderr: "no");

        (await _host.Volumes.CreateAsync(_spec, _key, Token)).IsDone.ShouldBeFalse();

        await ShouldBeGoneAsync();
    }

    [Theory]
    [InlineData("cryptsetup", "luksFormat")]
    [InlineData("mkfs.ext4")]
    [InlineData("docker", "volume", "create")]
    public async Task CreateAsync_Cancelled_UndoesAll(string program, params string[] arguments)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        _host.Runner.When(program, arguments).Answers(_ =>
        {
            cancel.Cancel();
            throw new OperationCanceledException(cancel.Token);
        });

        await Should.ThrowAsync<OperationCanceledException>(() => _host.Volumes.CreateAsync(_spec, _key, cancel.Token));

        await ShouldBeGoneAsync();
    }

    [Fact]
    public async Task OpenAsync_ImageHasALoopDeviceAlready_IsNotOpenedTwice()
    {
        (await _host.Volumes.CreateAsync(_spec, _key, Token)).Value();
        (await _host.Volumes.CloseAsync(_spec, Token)).Value();
        _host.Attach(Image);

        (await _host.Volumes.OpenAsync(_spec, _key, Token)).Error!.Detail.ShouldContain("is open already");

        _host.Mappings.ShouldBeEmpty();
    }

    [Fact]
    public async Task EveryCall_MappingOfOurNameOnAnotherImage_IsForeignAndLeftAlone()
    {
        (await _host.Volumes.CreateAsync(_spec, _key, Token)).Value();
        File.Move(Image, Image + ".away");
        File.Copy(Image + ".away", Image);

        (await _host.Volumes.InspectAsync(_spec, Token)).Value().ShouldBe(VolumeStatus.Foreign);
        (await _host.Volumes.OpenAsync(_spec, null, Token)).IsDone.ShouldBeFalse();
        (await _host.Volumes.CloseAsync(_spec, Token)).IsDone.ShouldBeFalse();
        (await _host.Volumes.DestroyAsync(_spec, Token)).IsDone.ShouldBeFalse();

        _host.HasKey(_spec.Vmid).ShouldBeTrue();
    }

    [Fact]
    public async Task OpenAsync_NoFileSystemOfTheLeaseInside_ClosesAgainAndSetsNoLink()
    {
        (await _host.Volumes.CreateAsync(_spec, _key, Token)).Value();
        (await _host.Volumes.CloseAsync(_spec, Token)).Value();
        await using (var file = File.OpenWrite(Image))
        {
            file.Seek(Ext4Superblock.Offset, SeekOrigin.Begin);
            await file.WriteAsync(new byte[Ext4Superblock.Length], Token);
        }

        (await _host.Volumes.OpenAsync(_spec, _key, Token)).IsDone.ShouldBeFalse();

        _host.Mappings.ShouldBeEmpty();
        new FileInfo(_host.Paths.LinkOf(_spec.Vmid)).LinkTarget.ShouldBeNull();
    }

    [Fact]
    public async Task CloseAsync_Mounted_FailsAndNamesTheHolder()
    {
        (await _host.Volumes.CreateAsync(_spec, _key, Token)).Value();
        _host.IsPinned = true;

        (await _host.Volumes.CloseAsync(_spec, Token)).Error!.Detail.ShouldContain("mounted at /mnt by pid 77 (bash)");

        _host.HasKey(_spec.Vmid).ShouldBeTrue("a close is no end: the data are still wanted");
    }

    [Fact]
    public async Task DestroyAsync_Mounted_TakesTheKeyAndTheImageAndEndsWhenTheHolderDoes()
    {
        (await _host.Volumes.CreateAsync(_spec, _key, Token)).Value();
        _host.IsPinned = true;

        for (var attempt = 0; attempt < 2; attempt++)
        {
            (await _host.Volumes.DestroyAsync(_spec, Token)).Error!.Detail.ShouldContain("mounted at /mnt by pid 77 (bash)");

            _host.HasKey(_spec.Vmid).ShouldBeFalse();
            File.Exists(Image).ShouldBeFalse();
            (await _host.Volumes.InspectAsync(_spec, Token)).Value().ShouldNotBe(VolumeStatus.Open);
            (await _host.Volumes.FindOccupiedVmidsAsync(Token)).Value().ShouldContain(_spec.Vmid);
        }

        _host.IsPinned = false;
        (await _host.Volumes.DestroyAsync(_spec, Token)).Value();
        await ShouldBeGoneAsync();
    }

    [Fact]
    public async Task DestroyAsync_DockerVolumeInForeignUse_ErasesAndStaysFailedUntilItIsFree()
    {
        (await _host.Volumes.CreateAsync(_spec, _key, Token)).Value();
        _host.IsVolumeInUse = true;

        (await _host.Volumes.DestroyAsync(_spec, Token)).Error!.Detail.ShouldContain("in use");

        File.Exists(Image).ShouldBeFalse();
        _host.Mappings.ShouldBeEmpty();
        _host.IsVolumeInUse = false;
        (await _host.Volumes.DestroyAsync(_spec, Token)).Value();
        await ShouldBeGoneAsync();
    }

    [Fact]
    public async Task DestroyAsync_MakingWasBrokenOff_RemovesTheUnfinishedFile()
    {
        Directory.CreateDirectory(_host.Paths.ImageDirectory);
        await File.WriteAllTextAsync(_host.Paths.UnfinishedImageOf(_spec.Vmid, _spec.LeaseId), "", Token);

        (await _host.Volumes.DestroyAsync(_spec, Token)).Value();

        await ShouldBeGoneAsync();
    }

    // A header of which only the beginning was written: cryptsetup finds no key slots in it to erase.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DestroyOrRemoveAsync_FormatWasBrokenOff_RemovesTheUnfinishedFile(bool isOrphan)
    {
        var unfinished = _host.Paths.UnfinishedImageOf(_spec.Vmid, _spec.LeaseId);
        Directory.CreateDirectory(_host.Paths.ImageDirectory);
        await File.WriteAllBytesAsync(unfinished, [.. "LUKS"u8, 0xBA, 0xBE, 0, 2, .. new byte[160], .. Encoding.ASCII.GetBytes($"{_spec.LeaseId.Value:D}"), .. new byte[4]], Token);
        LuksHeader.ReadUuid(unfinished).ShouldBe(_spec.LeaseId.Value);
        _host.Runner.When("cryptsetup", "luksErase").Exits(1, stderr: "Device is not a valid LUKS device.");

        (isOrphan
            ? await _host.Volumes.RemoveAsync((await _host.Volumes.ListOursAsync(Token)).Value().ShouldHaveSingleItem(), Token)
            : await _host.Volumes.DestroyAsync(_spec, Token)).Value();

        await ShouldBeGoneAsync();
    }

    private async Task ShouldBeGoneAsync()
    {
        (await _host.Volumes.InspectAsync(_spec, Token)).Value().ShouldBe(VolumeStatus.Absent);
        (await _host.Volumes.ListOursAsync(Token)).Value().ShouldBeEmpty();
        (await _host.Volumes.FindOccupiedVmidsAsync(Token)).Value().ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(_host.Paths.ImageDirectory).ShouldBeEmpty();
    }
}
