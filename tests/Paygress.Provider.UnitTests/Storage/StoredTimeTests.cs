using CsCheck;
using Paygress.Provider.Linux.Storage;

namespace Paygress.Provider.UnitTests.Storage;

public sealed class StoredTimeTests
{
    private static readonly Gen<DateTimeOffset> Moments =
        Gen.Long[0, TimeSpan.TicksPerDay * 365 * 200].Select(ticks => DateTimeOffset.UnixEpoch.AddDays(-365 * 30).AddTicks(ticks));

    [Fact]
    public void Of_AnyMoment_IsNeverEarlierAndLessThanAMillisecondLater() => Moments.Sample(moment =>
    {
        var late = StoredTime.Moment(StoredTime.Of(moment)) - moment;
        return late >= TimeSpan.Zero && late < TimeSpan.FromMilliseconds(1);
    });

    [Fact]
    public void Until_AnyMoment_MeetsNoStoredEndThatIsStillToCome() => Gen.Select(Moments, Gen.Long[-30_000, 30_000]).Sample((end, ticks) =>
    {
        var now = end.AddTicks(ticks);
        return StoredTime.Of(end) > StoredTime.Until(now) || end <= now;
    });

    [Fact]
    public void Of_WholeMilliseconds_IsExact() =>
        StoredTime.Moment(StoredTime.Of(DateTimeOffset.UnixEpoch.AddMilliseconds(1234567))).ShouldBe(DateTimeOffset.UnixEpoch.AddMilliseconds(1234567));
}
