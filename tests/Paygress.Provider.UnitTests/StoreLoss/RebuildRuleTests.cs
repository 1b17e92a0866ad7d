using System.Collections.Immutable;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.StoreLoss;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Clocks;

namespace Paygress.Provider.UnitTests.StoreLoss;

public sealed class RebuildRuleTests
{
    private static readonly LeaseId Id = LeaseId.New(Some.Now);
    private static readonly DateTimeOffset Started = Some.Now.AddHours(-5);
    private static readonly Catalog Offer = new(
        [new Template { Slug = "hello", Image = "paygress/hello:1", Ports = [new WorkloadPort(8080, PortProtocol.Tcp, "web")] }], [Some.Tier()]);

    private readonly FakeHostClock _clock = new(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Some.Now));

    private static ContainerDetails Whole => new()
    {
        Status = new ContainerStatus
        {
            Id = "c1",
            Name = "paygress-1000",
            IsOurs = true,
            LeaseId = Id,
            Vmid = new Vmid(1000),
            State = ContainerState.Running,
            CreatedAt = Started.AddSeconds(-1),
            StartedAt = Started,
            Ip = "10.213.0.9",
        },
        RequestId = Some.RequestId("order-1"),
        Owner = OwnerId.Local,
        TierId = "basic",
        Template = "hello",
        DataPath = "/data",
        Duration = TimeSpan.FromHours(1),
        ImageId = "sha256:1",
        CpuMillicores = 500,
        MemoryBytes = 256L << 20,
        Ports = [new LeasePort(20005, 8080, PortProtocol.Tcp, null)],
    };

    [Fact]
    public void Make_WholeContainer_IsAnActiveLeaseWithItsEndHeld()
    {
        var lease = Rebuild(Whole);

        lease.ShouldSatisfyAllConditions(
            l => l.Id.ShouldBe(Id),
            l => l.RequestId.Value.ShouldBe("order-1"),
            l => (l.State, l.Held, l.Version).ShouldBe((LeaseState.Active, true, Lease.RebuiltVersion)),
            l => (l.StartedAt, l.ExpiresAt, l.Duration).ShouldBe((Started, Started.AddHours(1), TimeSpan.FromHours(1))),
            l => l.CreatedAt.ShouldBe(Started.AddSeconds(-1)),
            l => (l.Vmid, l.ContainerId, l.ContainerIp, l.ImageId).ShouldBe((new Vmid(1000), "c1", "10.213.0.9", "sha256:1")),
            l => l.Ports.ShouldBe([new LeasePort(20005, 8080, PortProtocol.Tcp, "web")]),
            l => (l.Workload.Image, l.Workload.Template, l.Workload.DataPath).ShouldBe(("paygress/hello:1", "hello", "/data")));
    }

    // The tier of that name may be another today; what was sold is what docker bounds.
    [Fact]
    public void Make_TierOfAnotherSize_TakesTheLimitsOfTheContainer() =>
        Rebuild(Whole).Workload.Tier.ShouldBe(new Tier("basic", 500, 256, 10, 50));

    [Fact]
    public void Make_TierNoLongerSold_TakesTheSizeOfTheVolume()
    {
        var image = Trace(VolumeTraceKind.ImageFile) with { SizeBytes = (3L << 30) + (16L << 20) };

        Rebuild(Whole with { TierId = "old" }, image).Workload.Tier.ShouldBe(new Tier("old", 500, 256, 3, 0));
        Rebuild(Whole with { TierId = "old" }).Workload.Tier.StorageGb.ShouldBe(0);
    }

    [Fact]
    public void Make_TemplateNoLongerOffered_NamesTheImageByItsId() => Rebuild(Whole with { Template = "old" }).Workload.Image.ShouldBe("sha256:1");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Make_MappingOfTheLease_MeansEncrypted(bool isIts) =>
        Rebuild(Whole, Trace(VolumeTraceKind.Mapping) with { LeaseId = isIts ? Id : LeaseId.New(Some.Now) }).Workload.Encrypted.ShouldBe(isIts);

    [Fact]
    public void Make_WallClockWasSet_ReckonsInTheProvidersTime()
    {
        _clock.Skew = TimeSpan.FromHours(2);

        Rebuild(Whole).StartedAt.ShouldBe(Started.AddHours(-2));
    }

    [Fact]
    public void Make_StartInTheFuture_IsNow() =>
        Rebuild(Whole with { Status = Whole.Status with { StartedAt = Some.Now.AddDays(1) } }).StartedAt.ShouldBe(Some.Now);

    public static TheoryData<string, ContainerDetails> Lacking => new()
    {
        { "which lease", Whole with { Status = Whole.Status with { LeaseId = null } } },
        { "vmid", Whole with { Status = Whole.Status with { Vmid = null } } },
        { "since when", Whole with { Status = Whole.Status with { StartedAt = null } } },
        { "which request", Whole with { RequestId = null } },
        { "whose it is", Whole with { Owner = null } },
        { "which tier", Whole with { TierId = null } },
        { "how long", Whole with { Duration = null } },
        { "which image", Whole with { ImageId = null } },
        { "limits", Whole with { CpuMillicores = 0 } },
        { "limits", Whole with { MemoryBytes = 0 } },
    };

    [Theory]
    [MemberData(nameof(Lacking), DisableDiscoveryEnumeration = true)]
    public void Make_SomethingMissing_SaysWhat(string what, ContainerDetails container) =>
        RebuildRule.Make(container, [], Offer, _clock, Some.Now).ShouldBeOfType<RebuildResult.Impossible>().Reason.ShouldContain(what);

    private static VolumeTrace Trace(VolumeTraceKind kind) => new(kind, "1000", new Vmid(1000), Id, Some.Now);

    private Lease Rebuild(ContainerDetails container, params ImmutableArray<VolumeTrace> volumes) =>
        RebuildRule.Make(container, volumes, Offer, _clock, Some.Now).ShouldBeOfType<RebuildResult.Rebuilt>().Lease;
}
