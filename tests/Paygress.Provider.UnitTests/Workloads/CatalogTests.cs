using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.UnitTests.Workloads;

public sealed class CatalogTests
{
    private static readonly Catalog Tiers = new([],
    [
        new Tier("large", 4000, 4096, 50, 200),
        new Tier("tiny", 100, 64, 1, 5),
        new Tier("tiny-disk", 100, 64, 20, 7),
    ]);

    [Theory]
    [InlineData(0, 0, 0, "tiny")]
    [InlineData(100, 64, 1, "tiny")]
    [InlineData(100, 64, 2, "tiny-disk")]
    [InlineData(101, 0, 0, "large")]
    [InlineData(0, 4097, 0, null)]
    public void SmallestTier_Minimum_IsMetByTheFirstThatDoes(int cpu, int memory, int storage, string? expected) =>
        Tiers.SmallestTier(new TierMinimum(cpu, memory, storage))?.Id.ShouldBe(expected);

    [Fact]
    public void FindTier_Name_IsTakenExactly()
    {
        Tiers.FindTier("tiny").ShouldNotBeNull();
        Tiers.FindTier("Tiny").ShouldBeNull();
        Tiers.Tiers.Select(t => t.Id).ShouldBe(["tiny", "tiny-disk", "large"]);
    }
}
