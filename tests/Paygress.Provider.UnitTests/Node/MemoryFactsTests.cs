using CsCheck;
using Paygress.Provider.Linux.Node;

namespace Paygress.Provider.UnitTests.Node;

public sealed class MemoryFactsTests
{
    private const string Sample = """
        MemTotal:       24684084 kB
        MemFree:        24148328 kB
        MemAvailable:   24261476 kB
        Buffers:            1234 kB
        """;

    [Fact]
    public void Parse_Sample_IsInBytes()
    {
        var memory = MemoryFacts.Parse(Sample).ShouldNotBeNull();

        memory.TotalBytes.ShouldBe(24684084L * 1024);
        memory.AvailableBytes.ShouldBe(24261476L * 1024);
        (memory.TotalBytes - memory.AvailableBytes).ShouldBe((24684084L - 24261476) * 1024);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MemTotal: 100 kB")]
    [InlineData("MemAvailable: 100 kB")]
    [InlineData("MemTotal: 0 kB\nMemAvailable: 0 kB")]
    [InlineData("MemTotal: 100 MB\nMemAvailable: 1 MB")]
    [InlineData("MemTotal: 9223372036854775807 kB\nMemAvailable: 1 kB")]
    [InlineData("MemTotal: -5 kB\nMemAvailable: 1 kB")]
    public void Parse_OddText_IsNull(string text)
    {
        MemoryFacts.Parse(text).ShouldBeNull();
    }

    [Fact]
    public void Parse_AnyText_IsNullOrConsistent()
    {
        OddText.Like(Sample).Sample(text => MemoryFacts.Parse(text) is not { } memory || (memory is { TotalBytes: > 0, AvailableBytes: >= 0 } && memory.AvailableBytes <= memory.TotalBytes));
    }
}
