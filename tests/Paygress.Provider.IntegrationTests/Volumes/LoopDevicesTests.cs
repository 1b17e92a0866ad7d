using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.IntegrationTests.Volumes;

/// <summary>Loop devices of plain volumes where files are real and the kernel is played; <see cref="LoopPathsTests"/> has the real one.</summary>
public sealed class LoopDevicesTests : IDisposable
{
    private readonly PretendHost _host = new();
    private readonly VolumeSpec _spec = NewSpec(1000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Image => _host.Paths.PlainImageOf(_spec.Vmid);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Volume_WholeLife_LeavesNothing()
    {
        (await _host.Volumes.CreateAsync(_spec, null, Token)).Value();
        (await _host.Volumes.InspectAsync(_spec, Token)).Value().ShouldBe(VolumeStatus.Open);

        (await _host.Volumes.DestroyAsync(_spec, Token)).Value();

        (await _host.Volumes.ListOursAsync(Token)).Value().ShouldBeEmpty();
    }

    [Fact]
    public async Task RemoveAsync_NumberIsAnothersMeanwhile_LeavesThatAlone()
    {
        var other = NewSpec(1001);
        (await _host.Volumes.CreateAsync(_spec, null, Token)).Value();
        (await _host.Volumes.CreateAsync(other, null, Token)).Value();
        var trace = (await _host.Volumes.ListOursAsync(Token)).Value().Single(t => t.Kind is VolumeTraceKind.LoopDevice && t.Vmid == _spec.Vmid);
        _host.Detach("/dev/loop1");
        var detached = 0;
        _host.Runner.When("losetup", "--detach").Answers(spec => ++detached == 1 ? _host.Reuse(0, _host.Paths.PlainImageOf(other.Vmid)) : _host.Detach(spec.Arguments[^1]));

        (await _host.Volumes.RemoveAsync(trace, Token)).Value();

        detached.ShouldBe(1);
        (await _host.Volumes.ListOursAsync(Token)).Value().ShouldContain(t => t.Kind == VolumeTraceKind.LoopDevice && t.Vmid == other.Vmid);
    }

    [Fact]
    public async Task DestroyAsync_ImageFileIsGone_TakesItsDeviceAway()
    {
        (await _host.Volumes.CreateAsync(_spec, null, Token)).Value();
        File.Delete(Image);

        (await _host.Volumes.DestroyAsync(_spec, Token)).Value();

        (await _host.Volumes.ListOursAsync(Token)).Value().ShouldBeEmpty();
    }

    [Fact]
    public async Task ListOursAsync_ImageFileIsGone_DoesNotTellItsAge()
    {
        (await _host.Volumes.CreateAsync(_spec, null, Token)).Value();
        File.Delete(Image);

        (await _host.Volumes.ListOursAsync(Token)).Value().Single(t => t.Kind is VolumeTraceKind.LoopDevice).CreatedAt.ShouldBeNull();
    }

    private static VolumeSpec NewSpec(int vmid) => new(LeaseId.New(Some.Now), new Vmid(vmid), 32 * 1024 * 1024);
}
