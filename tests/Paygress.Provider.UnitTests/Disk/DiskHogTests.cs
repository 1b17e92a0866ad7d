using System.Collections.Immutable;
using Paygress.Provider.Core.Disk;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Disk;

public sealed class DiskHogTests
{
    private static readonly Lease Old = Some.Lease() with { ContainerId = "old" };
    private static readonly Lease New = Some.Lease(vmid: 1001) with { ContainerId = "new" };
    private static readonly ImmutableDictionary<string, long?> Nothing = ImmutableDictionary<string, long?>.Empty;

    [Fact]
    public void Find_OneIsLargeAndOneGrows_IsTheOneThatGrows() =>
        Find([Old, New], Sizes(("old", 500), ("new", 70)), Sizes(("old", 510), ("new", 200))).ShouldBe(New);

    [Fact]
    public void Find_NoneHasGrownMuchSince_IsNobody() =>
        Find([New, Old], Sizes(("old", 500), ("new", 200)), Sizes(("old", 563), ("new", 200))).ShouldBeNull();

    [Fact]
    public void Find_OneIsNewSince_HasGrownByAllItHas() =>
        Find([Old, New], Sizes(("old", 500)), Sizes(("old", 600), ("new", 101))).ShouldBe(New);

    // A path that is too long for docker hides what a tenant holds; who is measured and has grown comes first.
    [Theory]
    [InlineData(500.0, null)]
    [InlineData(null, null)]
    public void Find_OneCantBeMeasuredAndNoneHasGrown_IsThatOne(double? before, double? now) =>
        Find([Old, New], Sizes(("old", 500), ("new", before)), Sizes(("old", 500), ("new", now))).ShouldBe(New);

    [Fact]
    public void Find_OneCantBeMeasuredAndAnotherHasGrown_IsTheOneThatHasGrown() =>
        Find([New, Old], Sizes(("old", 500)), Sizes(("old", 600), ("new", null))).ShouldBe(Old);

    // It may have made the path short again: how much of it is new is not known, so whoever has grown comes first.
    [Theory]
    [InlineData(300, 500, false)]
    [InlineData(300, 600, true)]
    [InlineData(63, 500, null)]
    public void Find_OneCouldNotBeMeasuredBefore_IsThatOneWhereItHoldsMuchAndNoneHasGrown(double now, double old, bool? isOld) =>
        Find([New, Old], Sizes(("old", 500), ("new", null)), Sizes(("old", old), ("new", now))).ShouldBe(isOld switch { true => Old, false => New, null => null });

    // Of somebody with a read-only root it can tell: then it can measure.
    [Fact]
    public void Find_DockerCanMeasureNobody_IsNobody()
    {
        Find([Old, New], Nothing, Sizes(("old", null), ("new", null))).ShouldBeNull();
        Find([Old, New], Nothing, Sizes(("old", null), ("new", null), ("other", 0))).ShouldBe(Old);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(63.9, false)]
    public void Find_TooLittleToMatter_IsNobody(double megabytes, bool matters) =>
        (Find([Old, New], Nothing, Sizes(("old", megabytes))) == Old).ShouldBe(matters);

    [Fact]
    public void Find_NothingIsKnown_IsNobody() => Find([Old, New], Nothing, Nothing).ShouldBeNull();

    // It could be measured once: what it had then is no reason.
    [Theory]
    [InlineData(480, false)]
    [InlineData(400, true)]
    public void Find_OneCouldNotBeMeasuredBefore_HasGrownSinceItCould(double known, bool matters) =>
        (DiskHog.Find([New, Old], Sizes(("old", 500), ("new", null)), Sizes(("new", known)), Sizes(("old", 500), ("new", 500))) == New).ShouldBe(matters);

    private static Lease? Find(ImmutableArray<Lease> candidates, ImmutableDictionary<string, long?> before, ImmutableDictionary<string, long?> now) =>
        DiskHog.Find(candidates, before, Nothing, now);

    private static ImmutableDictionary<string, long?> Sizes(params (string Id, double? Megabytes)[] sizes) => sizes.ToImmutableDictionary(s => s.Id, s => (long?)(s.Megabytes * (1 << 20)));
}
