using System.Collections.Immutable;
using Paygress.Provider.Core.Images;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Images;

public sealed class ImageRemovalTests
{
    private const long Giga = 1L << 30;
    private readonly ImagesOptions _options = new() { MaxSizeMb = 4096 };
    private long _keepBytes = 3 * Giga;

    [Fact]
    public void Choose_MoreThanIsKept_TheLeastRecentlyUsedUntilTheRestFits() =>
        Choose(Image("new", 1, hoursAgo: 1), Image("oldest", 1, hoursAgo: 9), Image("old", 1, hoursAgo: 8), Image("middle", 1, hoursAgo: 5), Image("late", 1, hoursAgo: 2))
            .ShouldBe(["oldest", "old"]);

    [Fact]
    public void Choose_NoMoreThanIsKept_None() => Choose(Image("a", 2, 1), Image("b", 1, 2)).ShouldBeEmpty();

    [Fact]
    public void Choose_InUse_IsNeverChosenAndCounts() =>
        Choose(Image("old", 3, hoursAgo: 9) with { InUse = true }, Image("new", 1, hoursAgo: 1)).ShouldBe(["new"]);

    [Fact]
    public void Choose_LargerThanMayBeStarted_IsChosenFirstWhateverItsAge() =>
        Choose(Image("old", 1, hoursAgo: 9), Image("large", 5, hoursAgo: 1), Image("old2", 1, hoursAgo: 8)).ShouldBe(["large"]);

    [Fact]
    public void Choose_AnySizeMayBeStarted_NoneIsTooLarge()
    {
        (_options.MaxSizeMb, _keepBytes) = (0, 100 * Giga);

        Choose(Image("large", 50, hoursAgo: 1)).ShouldBeEmpty();
    }

    [Fact]
    public void Choose_NothingIsKept_AllThatAreNotInUse()
    {
        _keepBytes = 0;

        Choose(Image("a", 1, 1), Image("b", 1, 2) with { InUse = true }).ShouldBe(["a"]);
    }

    private ImmutableArray<string> Choose(params ImmutableArray<PulledImage> images) => [.. ImageRemoval.Choose(images, _keepBytes, _options).Select(i => i.Id)];

    private static PulledImage Image(string id, int gigabytes, int hoursAgo) => new(id, gigabytes * Giga, [id], Some.Now.AddHours(-hoursAgo));
}
