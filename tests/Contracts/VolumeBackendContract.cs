using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.Contracts;

/// <summary>What Core counts on, whichever way volumes are kept: run against loop devices and against the fake.</summary>
public abstract class VolumeBackendContract
{
    protected abstract IVolumeBackend Backend { get; }

    /// <summary>The key of every volume that is made; none for plain ones.</summary>
    protected virtual VolumeKey? Key => null;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateAsync_Nothing_MakesAnOpenVolume()
    {
        var spec = NewSpec();

        (await Backend.InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Absent);
        (await Backend.CreateAsync(spec, Key, Token)).Value();

        (await Backend.InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Open);
        (await Backend.FindOccupiedVmidsAsync(Token)).Value().ShouldContain(spec.Vmid);
        var traces = (await Backend.ListOursAsync(Token)).Value().Where(t => t.Vmid == spec.Vmid).ToArray();
        traces.Select(t => t.Kind).Order().ShouldBe(Enum.GetValues<VolumeTraceKind>().Where(k => k != VolumeTraceKind.Mapping || spec.IsEncrypted));
        traces.ShouldAllBe(t => t.LeaseId == spec.LeaseId);
    }

    [Fact]
    public async Task CreateAsync_NumberTaken_FailsAndLeavesTheOtherAlone()
    {
        var spec = NewSpec();
        await Backend.CreateAsync(spec, Key, Token);

        var again = await Backend.CreateAsync(spec with { LeaseId = LeaseId.New(Some.Now) }, Key, Token);

        again.ShouldBeOfType<HostResult<Nothing>.Failed>();
        (await Backend.InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Open);
    }

    [Fact]
    public async Task CloseAndOpen_Repeated_KeepsTheVolume()
    {
        var spec = NewSpec();
        await Backend.CreateAsync(spec, Key, Token);

        (await Backend.CloseAsync(spec, Token)).Value();
        (await Backend.CloseAsync(spec, Token)).Value();
        (await Backend.InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Closed);
        (await Backend.OpenAsync(spec, Key, Token)).Value();
        (await Backend.OpenAsync(spec, Key, Token)).Value();

        (await Backend.InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Open);
    }

    [Fact]
    public async Task OpenAsync_Absent_Fails() =>
        (await Backend.OpenAsync(NewSpec(), Key, Token)).ShouldBeOfType<HostResult<Nothing>.Failed>();

    [Fact]
    public async Task DestroyAsync_Twice_LeavesNothing()
    {
        var spec = NewSpec();
        await Backend.CreateAsync(spec, Key, Token);

        (await Backend.DestroyAsync(spec, Token)).Value();
        (await Backend.DestroyAsync(spec, Token)).Value();

        (await Backend.InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Absent);
        (await Backend.ListOursAsync(Token)).Value().ShouldNotContain(t => t.Vmid == spec.Vmid);
        (await Backend.FindOccupiedVmidsAsync(Token)).Value().ShouldNotContain(spec.Vmid);
    }

    [Fact]
    public async Task EveryEffect_AnotherLeasesVolume_FailsAndTouchesNothing()
    {
        var spec = NewSpec();
        await Backend.CreateAsync(spec, Key, Token);
        var other = spec with { LeaseId = LeaseId.New(Some.Now) };

        (await Backend.OpenAsync(other, Key, Token)).ShouldBeOfType<HostResult<Nothing>.Failed>();
        (await Backend.CloseAsync(other, Token)).ShouldBeOfType<HostResult<Nothing>.Failed>();
        (await Backend.DestroyAsync(other, Token)).ShouldBeOfType<HostResult<Nothing>.Failed>();
        (await Backend.InspectAsync(other, Token)).Value().ShouldBe(VolumeStatus.Foreign);

        (await Backend.InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Open);
    }

    [Fact]
    public async Task RemoveAsync_EveryTraceOfAVolume_LeavesNothing()
    {
        var spec = NewSpec();
        await Backend.CreateAsync(spec, Key, Token);

        foreach (var trace in (await Backend.ListOursAsync(Token)).Value().Where(t => t.Vmid == spec.Vmid))
        {
            (await Backend.RemoveAsync(trace, Token)).Value();
            (await Backend.RemoveAsync(trace, Token)).Value();
        }

        (await Backend.InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Absent);
    }

    protected VolumeSpec NewSpec(long sizeBytes = 32 * 1024 * 1024) =>
        new(LeaseId.New(Some.Now), TestVmids.Next(), sizeBytes, IsEncrypted: Key is not null);
}
