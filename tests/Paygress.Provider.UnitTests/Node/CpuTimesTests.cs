using CsCheck;
using Paygress.Provider.Linux.Node;

namespace Paygress.Provider.UnitTests.Node;

public sealed class CpuTimesTests
{
    private const string Sample = """
        cpu  100 10 40 800 50 0 5 5 30 0
        cpu0 50 5 20 400 25 0 3 2 15 0
        cpu1 50 5 20 400 25 0 2 3 15 0
        intr 1234 5 6
        ctxt 99
        """;

    [Fact]
    public void Parse_Sample_SumsWithoutGuestTime()
    {
        CpuTimes.Parse(Sample).ShouldBe(new CpuTimes(BusyTicks: 160, TotalTicks: 1010, ProcessorCount: 2));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cpu  1 2 3 4 5 6 7 8")]
    [InlineData("cpu0 1 2 3 4 5 6 7 8")]
    [InlineData("cpu  1 2 3\ncpu0 1 2 3")]
    [InlineData("cpu  1 2 3 -4 5 6 7 8\ncpu0 1")]
    [InlineData("cpu  1 2 3 99999999999999999999 5 6 7 8\ncpu0 1")]
    public void Parse_OddText_IsNull(string text)
    {
        CpuTimes.Parse(text).ShouldBeNull();
    }

    [Fact]
    public void Parse_AnyText_DoesNotThrow()
    {
        OddText.Like(Sample).Sample(text => CpuTimes.Parse(text) is null or { ProcessorCount: > 0 });
    }

    [Fact]
    public void UsageSince_QuarterBusy_IsAQuarter()
    {
        new CpuTimes(150, 400, 2).UsageSince(new CpuTimes(100, 200, 2)).ShouldBe(0.25);
    }

    [Fact]
    public void UsageSince_NoTimePassed_IsNull()
    {
        new CpuTimes(100, 200, 2).UsageSince(new CpuTimes(100, 200, 2)).ShouldBeNull();
    }

    [Fact]
    public void UsageSince_AnySamples_IsAShare()
    {
        Gen.Select(Gen.ULong, Gen.ULong, Gen.ULong, Gen.ULong).Sample((busy, total, busyBefore, totalBefore) =>
            new CpuTimes(busy, total, 1).UsageSince(new CpuTimes(busyBefore, totalBefore, 1)) is null or (>= 0 and <= 1));
    }
}
