using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Core.Health;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Health;

public sealed class LoopHealthTests
{
    private readonly FakeTimeProvider _time = new(Some.Now);

    [Fact]
    public void FindStuck_AllWithinTheirBounds_UntilOneIsNot()
    {
        var health = new LoopHealth(_time);
        health.Report("slow", TimeSpan.FromMinutes(5));
        health.Report("quick", TimeSpan.FromSeconds(10));

        _time.Advance(TimeSpan.FromSeconds(10));
        health.FindStuck().ShouldBeNull();
        _time.Advance(TimeSpan.FromTicks(1));
        health.FindStuck().ShouldNotBeNull().Name.ShouldBe("quick");

        health.Report("quick", TimeSpan.FromSeconds(10));
        health.FindStuck().ShouldBeNull();
    }

    [Fact]
    public void Report_BadTurn_IsProgressAllTheSame()
    {
        var health = new LoopHealth(_time);

        health.Report("loop", TimeSpan.FromSeconds(1), "docker does not answer");

        health.FindStuck().ShouldBeNull();
        var loop = health.All.ShouldHaveSingleItem();
        (loop.LastError, loop.LastTurnAt).ShouldBe(("docker does not answer", Some.Now));
        health.Report("loop", TimeSpan.FromSeconds(1));
        health.All.ShouldHaveSingleItem().LastError.ShouldBeNull();
    }

    [Fact]
    public void FindStuck_WallClockIsSet_DoesNotMatter()
    {
        var clock = new SettableClock();
        var health = new LoopHealth(clock);
        health.Report("loop", TimeSpan.FromSeconds(1));

        clock.Step = TimeSpan.FromDays(365);

        health.FindStuck().ShouldBeNull();
    }

    private sealed class SettableClock() : FakeTimeProvider(Some.Now)
    {
        public TimeSpan Step { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Step;

        // The monotonic clock does not step.
        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }
}
