using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Spawning;

public sealed class RequestRateTests
{
    private readonly FakeTimeProvider _time = new(Some.Now);
    private readonly RequestRate _rate;

    public RequestRateTests() => _rate = new RequestRate(_time);

    [Fact]
    public void Count_AMinuteFullAtOnce_TakesThatManyAndSaysHowLongToWait()
    {
        Enumerable.Range(0, 6).Select(_ => Count(6)).ShouldAllBe(wait => wait == null);

        Count(6).ShouldBe(TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromSeconds(9));
        Count(6).ShouldBe(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Count(6).ShouldBeNull();
        Count(6).ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Count_OverAnHour_TakesNoMoreThanThatEachMinute()
    {
        var taken = 0;
        for (var second = 0; second < 3600; second++)
        {
            taken += Count(6) is null ? 1 : 0;
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        taken.ShouldBe(6 + (59 * 6) + 5); // a minute's worth at once, and one each 10 s
    }

    [Fact]
    public void Count_ManyOwners_EachHasItsOwn()
    {
        Enumerable.Range(0, 1000).Select(i => Count(1, $"owner-{i}")).ShouldAllBe(wait => wait == null);

        Count(1, "owner-7").ShouldBe(TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromMinutes(1));
        Count(1, "owner-7").ShouldBeNull();
        Count(1, "owner-7").ShouldBe(TimeSpan.FromMinutes(1), "owners that did not ask for a minute are forgotten, others are not");
    }

    private TimeSpan? Count(int perMinute, string owner = "alice")
    {
        OwnerId.TryParse(owner, out var parsed).ShouldBeTrue();
        return _rate.Count(parsed, perMinute);
    }
}
