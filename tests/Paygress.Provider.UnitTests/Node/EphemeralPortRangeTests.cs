using CsCheck;
using Paygress.Provider.Linux.Node;

namespace Paygress.Provider.UnitTests.Node;

public sealed class EphemeralPortRangeTests
{
    [Fact]
    public void Parse_KernelsText_IsTheRange()
    {
        EphemeralPortRange.Parse("32768\t60999\n").ShouldBe(new EphemeralPortRange(32768, 60999));
    }

    [Theory]
    [InlineData("")]
    [InlineData("32768")]
    [InlineData("1 2 3")]
    [InlineData("60999 32768")]
    [InlineData("1 65536")]
    [InlineData("-1 5")]
    public void Parse_OddText_IsNull(string text)
    {
        EphemeralPortRange.Parse(text).ShouldBeNull();
    }

    [Fact]
    public void Parse_AnyText_IsNullOrARange()
    {
        OddText.Like("32768\t60999\n").Sample(text => EphemeralPortRange.Parse(text) is not { } range || range.First <= range.Last);
    }

    [Theory]
    [InlineData(20000, 29999, false)]
    [InlineData(20000, 32768, true)]
    [InlineData(60999, 65535, true)]
    [InlineData(61000, 65535, false)]
    [InlineData(1, 65535, true)]
    [InlineData(40000, 40001, true)]
    public void Overlaps_Block_SaysWhetherItShares(int first, int last, bool expected)
    {
        new EphemeralPortRange(32768, 60999).Overlaps(first, last).ShouldBe(expected);
    }
}
