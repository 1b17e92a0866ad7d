using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Linux.Volumes;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.IntegrationTests.Volumes;

/// <summary>Leases that live on when <c>Volumes:Plain</c> is changed under them. Files are real, docker and losetup are played.</summary>
public sealed class UnencryptedVolumesTests : IDisposable
{
    private readonly PretendHost _host = new();
    private readonly VolumeSpec _spec = new(LeaseId.New(Some.Now), new Vmid(1000), 32 * 1024 * 1024);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Image => _host.Paths.PlainImageOf(_spec.Vmid);

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData(PlainVolumeKind.Image, PlainVolumeKind.DockerVolume)]
    [InlineData(PlainVolumeKind.DockerVolume, PlainVolumeKind.Image)]
    public async Task Volume_OptionIsChanged_IsOpenedAndDestroyedAsItWasMade(PlainVolumeKind before, PlainVolumeKind after)
    {
        _host.Configure(before);
        (await _host.Volumes.CreateAsync(_spec, null, Token)).Value();
        File.Exists(Image).ShouldBe(before is PlainVolumeKind.Image);

        _host.Configure(after);

        (await _host.Volumes.InspectAsync(_spec, Token)).Value().ShouldBe(VolumeStatus.Open);
        (await _host.Volumes.CloseAsync(_spec, Token)).Value();
        (await _host.Volumes.OpenAsync(_spec, null, Token)).Value();
        (await _host.Volumes.DestroyAsync(_spec, Token)).Value();
        await ShouldBeGoneAsync();
    }

    [Theory]
    [InlineData(PlainVolumeKind.Image)]
    [InlineData(PlainVolumeKind.DockerVolume)]
    public async Task EveryEffect_AnotherLeasesVolume_FailsWhicheverOptionIsSet(PlainVolumeKind made)
    {
        var other = _spec with { LeaseId = LeaseId.New(Some.Now) };
        _host.Configure(made);
        (await _host.Volumes.CreateAsync(_spec, null, Token)).Value();

        foreach (var kind in Enum.GetValues<PlainVolumeKind>())
        {
            _host.Configure(kind);
            (await _host.Volumes.OpenAsync(other, null, Token)).ShouldBeOfType<HostResult<Nothing>.Failed>();
            (await _host.Volumes.CloseAsync(other, Token)).ShouldBeOfType<HostResult<Nothing>.Failed>();
            (await _host.Volumes.DestroyAsync(other, Token)).ShouldBeOfType<HostResult<Nothing>.Failed>();
            (await _host.Volumes.InspectAsync(other, Token)).Value().ShouldBe(VolumeStatus.Foreign);
        }

        (await _host.Volumes.InspectAsync(_spec, Token)).Value().ShouldBe(VolumeStatus.Open);
    }

    // What a crash leaves at each step of a making, or of a destroying.
    [Theory]
    [InlineData("unfinished image")]
    [InlineData("image alone")]
    [InlineData("entry alone")]
    [InlineData("loop alone")]
    [InlineData("nothing")]
    public async Task DestroyAsync_HalfOfAnImageIsLeft_RemovesItAlsoWhereNewOnesAreDirectories(string left)
    {
        (await _host.Volumes.CreateAsync(_spec, null, Token)).Value();
        if (left is "entry alone" or "loop alone" or "nothing")
        {
            File.Delete(Image);
        }

        if (left is not "loop alone")
        {
            _host.Detach("/dev/loop0");
        }

        if (left is not "entry alone")
        {
            _host.ForgetVolumes();
        }

        if (left is "unfinished image")
        {
            File.Move(Image, _host.Paths.UnfinishedImageOf(_spec.Vmid, _spec.LeaseId));
        }

        _host.Configure(PlainVolumeKind.DockerVolume);
        (await _host.Volumes.DestroyAsync(_spec, Token)).Value();

        await ShouldBeGoneAsync();
    }

    [Fact]
    public async Task EveryCall_DockerIsSilent_IsUnknown()
    {
        _host.Runner.When("docker", "volume", "inspect").TimesOut();

        (await _host.Volumes.InspectAsync(_spec, Token)).ShouldBeOfType<HostResult<VolumeStatus>.Unknown>();
        (await _host.Volumes.DestroyAsync(_spec, Token)).ShouldBeOfType<HostResult<Nothing>.Unknown>();
    }

    private async Task ShouldBeGoneAsync()
    {
        (await _host.Volumes.InspectAsync(_spec, Token)).Value().ShouldBe(VolumeStatus.Absent);
        (await _host.Volumes.ListOursAsync(Token)).Value().ShouldBeEmpty();
        (Directory.Exists(_host.Paths.ImageDirectory) ? Directory.GetFileSystemEntries(_host.Paths.ImageDirectory) : []).ShouldBeEmpty();
    }
}
