using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Clocks;

namespace Paygress.Provider.UnitTests.Clocks;

public sealed class ClockRuleTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private readonly FakeTimeProvider _time = new(Some.Now);
    private readonly FakeHostClock _host;

    public ClockRuleTests() => _host = new FakeHostClock(_time);

    [Fact]
    public void Start_FirstOfAll_BelievesTheWallClock()
    {
        _host.IsSynchronised = false;

        var start = ClockRule.Start(null, _host.Read());

        (start.Now, start.IsAfterReboot, start.Doubt).ShouldBe((Some.Now, false, null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Start_SameBoot_GoesOnWhateverTheWallClockShows(int days)
    {
        var mark = Mark();
        _time.Advance(TimeSpan.FromMinutes(5));
        _host.Skew = Day * days;

        var start = ClockRule.Start(mark, _host.Read());

        (start.Now, start.IsAfterReboot).ShouldBe((Some.Now.AddMinutes(5), false));
    }

    [Fact]
    public void Start_AfterAReboot_CountsTheTimeThatItWasDown()
    {
        var mark = Mark();
        DownFor(TimeSpan.FromHours(3));

        var start = ClockRule.Start(mark, _host.Read());

        (start.Now, start.IsAfterReboot, start.Doubt).ShouldBe((Some.Now.AddHours(3).AddSeconds(20), true, null));
    }

    [Fact]
    public void Start_AfterARebootWithASteppedWallClock_CountsTheTimeAllTheSame()
    {
        _host.Skew = Day;
        var mark = Mark();
        DownFor(TimeSpan.FromHours(3));

        ClockRule.Start(mark, _host.Read()).Now.ShouldBe(Some.Now.AddHours(3).AddSeconds(20));
    }

    // As of a machine without a battery, twice without power: the mark has the year 2000, and the clock is right by now.
    [Fact]
    public void Start_AfterARebootWithAMarkOfAWrongClock_HoldsTheTime()
    {
        _host.Skew = -Day * 1000;
        var mark = Mark() with { IsSynchronised = false };
        DownFor(TimeSpan.FromHours(3));
        _host.Skew = TimeSpan.Zero;

        var start = ClockRule.Start(mark, _host.Read());

        start.Now.ShouldBe(Some.Now.AddSeconds(20));
        start.Doubt.ShouldNotBeNull();
    }

    [Fact]
    public void Start_AfterARebootWithAWallClockBeforeIt_HoldsTheTime()
    {
        var mark = Mark();
        DownFor(TimeSpan.FromHours(3));
        _host.Skew = -Day;

        var start = ClockRule.Start(mark, _host.Read());

        start.Now.ShouldBe(Some.Now.AddSeconds(20));
        start.Doubt.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(false, "says that it is not synchronised")]
    [InlineData(null, "could not be asked")]
    public void Start_AfterARebootUnsynchronised_HoldsTheTimeAndSaysWhy(bool? synchronised, string reason)
    {
        var mark = Mark();
        DownFor(TimeSpan.FromHours(3));
        _host.IsSynchronised = synchronised;
        _host.Skew = Day * 1000;

        var start = ClockRule.Start(mark, _host.Read());

        start.Now.ShouldBe(Some.Now.AddSeconds(20));
        start.Doubt.ShouldNotBeNull().ShouldContain(reason);
    }

    private ClockMark Mark() => new BootClock(_host, ClockRule.Start(null, _host.Read()) with { Now = Some.Now }).MakeMark();

    // It boots for 20 s before the provider starts.
    private void DownFor(TimeSpan time)
    {
        _time.Advance(time);
        _host.Reboot();
        _time.Advance(TimeSpan.FromSeconds(20));
    }
}
