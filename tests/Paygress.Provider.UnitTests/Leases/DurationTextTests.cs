using CsCheck;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.UnitTests.Leases;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("90s", 90_000)]
    [InlineData("10m", 600_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("250ms", 250)]
    [InlineData("1m5ms", 60_005)]
    [InlineData("0s", 0)]
    [InlineData("007s", 7_000)]
    [InlineData("00:10:00", 600_000)]
    [InlineData("1.00:00:01", 86_401_000)]
    public void TryParse_GoodForm_ReadsIt(string text, long milliseconds)
    {
        DurationText.TryParse(text, out var duration).ShouldBeTrue();
        duration.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("10")]
    [InlineData("m")]
    [InlineData("10 m")]
    [InlineData("10m ")]
    [InlineData("-1m")]
    [InlineData("+1m")]
    [InlineData("1.5h")]
    [InlineData("1M")]
    [InlineData("1m1h")]
    [InlineData("1m1m")]
    [InlineData("1ms1s")]
    [InlineData("1w")]
    [InlineData("10:00")]
    [InlineData("-00:10:00")]
    [InlineData("00:61:00")]
    [InlineData("\u0661s")]
    public void TryParse_OddForm_IsRefused(string? text) => DurationText.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("10675200d")]
    [InlineData("9223372036854775807d")]
    [InlineData("9223372036854775807h")]
    [InlineData("99999999999999999999999999999999s")]
    [InlineData("10675199d9223372036854775807ms")]
    public void TryParse_MoreThanFits_IsRefused(string text) => DurationText.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Format_AnyDuration_IsReadBack() =>
        Gen.Long[0, TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond].Sample(ms =>
        {
            var duration = new TimeSpan(ms * TimeSpan.TicksPerMillisecond);
            return DurationText.TryParse(DurationText.Format(duration), out var read) && read == duration;
        });

    [Fact]
    public void TryParse_AnyText_NeverThrows() =>
        Gen.Char["0123456789dhms:. -"].Array[0, 30].Sample(chars =>
            !DurationText.TryParse(new string(chars), out var duration) || duration >= TimeSpan.Zero);
}
