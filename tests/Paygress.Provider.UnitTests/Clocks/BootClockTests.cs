using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Clocks;

namespace Paygress.Provider.UnitTests.Clocks;

public sealed class BootClockTests
{
    private readonly FakeTimeProvider _time = new(Some.Now);
    private readonly FakeHostClock _host;
    private readonly BootClock _clock;

    public BootClockTests()
    {
        _host = new FakeHostClock(_time);
        _clock = new BootClock(_host, ClockRule.Start(null, _host.Read()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void GetUtcNow_WallClockIsSetByADay_GoesOnAsBefore(int days)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        _host.Skew = TimeSpan.FromDays(days);

        _clock.GetUtcNow().ShouldBe(Some.Now.AddSeconds(1));
    }

    [Fact]
    public void ToWall_WallClockIsSet_ShowsWhatPeopleRead()
    {
        IWallClock wall = _clock;
        wall.ToWall(Some.Now).ShouldBe(Some.Now);

        _host.Skew = TimeSpan.FromHours(-2);

        wall.ToWall(Some.Now).ShouldBe(Some.Now.AddHours(-2));
        wall.FromWall(Some.Now.AddHours(-2)).ShouldBe(Some.Now);
    }

    [Theory]
    [InlineData(24)]
    [InlineData(-24)]
    public void FromWall_WallClockWasSetSince_GoesByWhatItShowedThen(int hours)
    {
        var before = _time.GetUtcNow().AddSeconds(5);
        _time.Advance(TimeSpan.FromSeconds(10));
        _clock.MakeMark();
        _time.Advance(TimeSpan.FromSeconds(10));
        _host.Skew = TimeSpan.FromHours(hours);
        var after = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(10));

        _clock.FromWall(before).ShouldBe(before);
        _clock.FromWall(after.AddHours(hours)).ShouldBe(after);
    }

    /// <remarks>Found by the model test: a container that docker had stopped before both steps was given back too little.</remarks>
    [Theory]
    [InlineData(24, 48)]
    [InlineData(-24, -48)]
    [InlineData(24, -24)]
    [InlineData(24, 0)]
    public void FromWall_WallClockWasSetTwiceSince_GoesByWhatItShowedThen(int first, int second)
    {
        var before = _time.GetUtcNow();
        _clock.MakeMark();
        _host.Skew = TimeSpan.FromHours(first);
        _clock.MakeMark();
        _time.Advance(TimeSpan.FromSeconds(10));
        var between = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(10));
        _clock.MakeMark();
        _host.Skew = TimeSpan.FromHours(second);
        _time.Advance(TimeSpan.FromSeconds(10));

        _clock.FromWall(before).ShouldBe(before);
        _clock.FromWall(between.AddHours(first)).ShouldBe(between);
        _clock.FromWall(_host.Wall).ShouldBe(_time.GetUtcNow());
    }

    [Theory]
    [InlineData(24)]
    [InlineData(-24)]
    public void FromWall_WallClockWasSetWhileNoProviderRan_GoesByWhatItShowedThen(int hours)
    {
        var mark = _clock.MakeMark();
        _time.Advance(TimeSpan.FromSeconds(10));
        var before = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(10));
        _host.Skew = TimeSpan.FromHours(hours);

        new BootClock(_host, ClockRule.Start(mark, _host.Read())).FromWall(before).ShouldBe(before);
    }

    /// <remarks>Found by the model test: each provider that started had forgotten what the clock showed before.</remarks>
    [Theory]
    [InlineData(24)]
    [InlineData(-24)]
    public void FromWall_WallClockWasSetBeforeTheLastProviderBegan_GoesByWhatItShowedThen(int hours)
    {
        var before = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromSeconds(10));
        _clock.MakeMark();
        _host.Skew = TimeSpan.FromHours(hours);
        _time.Advance(TimeSpan.FromSeconds(10));

        var last = new BootClock(_host, ClockRule.Start(_clock.MakeMark(), _host.Read()));
        new BootClock(_host, ClockRule.Start(last.MakeMark(), _host.Read())).FromWall(before).ShouldBe(before);
    }

    [Fact]
    public void MakeMark_WallClockIsSetAgainAndAgain_KeepsTheLastOnes()
    {
        for (var hours = 1; hours < 100; hours++)
        {
            _host.Skew = TimeSpan.FromHours(hours);
            _clock.MakeMark();
        }

        _clock.MakeMark().Earlier.Select(e => e.Ahead.TotalHours).ShouldBe([98, 97, 96, 95, 94, 93, 92, 91]);
    }

    [Fact]
    public void Skew_NoiseOfReading_IsNoStep()
    {
        _host.Skew = TimeSpan.FromMilliseconds(99);
        _clock.Skew.ShouldBe(TimeSpan.Zero);

        _host.Skew = TimeSpan.FromMilliseconds(101);
        _clock.Skew.ShouldBe(TimeSpan.FromMilliseconds(101));
    }

    [Fact]
    public void ToWall_NextProviderWithAMarkWhoseClocksWereReadAMomentApart_ShowsTheSame()
    {
        var mark = _clock.MakeMark() with { Wall = Some.Now.AddMilliseconds(3) };

        IWallClock next = new BootClock(_host, ClockRule.Start(mark, _host.Read()));

        next.ToWall(Some.Now).ShouldBe(Some.Now);
    }

    [Fact]
    public void MakeMark_ThenStart_IsOneTimeWithoutAGap()
    {
        _time.Advance(TimeSpan.FromSeconds(7));
        var mark = _clock.MakeMark();
        _time.Advance(TimeSpan.FromSeconds(3));

        new BootClock(_host, ClockRule.Start(mark, _host.Read())).GetUtcNow().ShouldBe(_clock.GetUtcNow());
    }
}
