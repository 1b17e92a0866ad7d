using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Reconciliation;

public sealed class FirstSightsTests
{
    private static readonly LeaseId Stranger = LeaseId.New(Some.Now);

    private readonly FirstSights _sights = new();

    [Theory]
    [InlineData(VolumeTraceKind.LoopDevice)]
    [InlineData(VolumeTraceKind.Mapping)]
    public void Date_DeviceWithoutAge_IsAsOldAsItsFirstSight(VolumeTraceKind kind)
    {
        var undated = Host.Volume(Stranger, kind: kind) with { CreatedAt = null };

        Date(Some.Now, undated).ShouldBe(Some.Now);
        Date(Some.Now.AddMinutes(6), undated).ShouldBe(Some.Now);
    }

    [Fact]
    public void Date_GoneInBetween_IsSeenAnew()
    {
        var undated = Host.Volume(Stranger, kind: VolumeTraceKind.LoopDevice) with { CreatedAt = null };

        Date(Some.Now, undated);
        _sights.Date(Host.With([], []), Some.Now.AddMinutes(1));

        Date(Some.Now.AddMinutes(6), undated).ShouldBe(Some.Now.AddMinutes(6));
    }

    [Fact]
    public void Date_TellsItsAgeOrIsDockers_IsLeft()
    {
        Date(Some.Now.AddMinutes(6), Host.Volume(Stranger, kind: VolumeTraceKind.ImageFile)).ShouldBe(Host.Volume(Stranger).CreatedAt);
        Date(Some.Now, Host.Volume(Stranger) with { CreatedAt = null }).ShouldBeNull();
    }

    private DateTimeOffset? Date(DateTimeOffset now, VolumeTrace trace) => _sights.Date(Host.With([], [trace]), now).Volumes.ShouldHaveSingleItem().CreatedAt;
}
