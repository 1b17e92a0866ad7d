using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Core.Health;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Health;

public sealed class LoopHealthTests
{
    private readonly FakeTimeProvider _time = new(Some.Now);

    [Fact]
    public void IsHealthy_AllWithinTheirBounds_UntilOneIsNot()
    {
        var health = new LoopHealth(_time);
        health.Report("slow", TimeSpan.FromMinutes(5));
        health.Report("quick", TimeSpan.FromSeconds(10));

        _time.Advance(TimeSpan.FromSeconds(10));
        health.IsHealthy.ShouldBeTrue();
        _time.Advance(TimeSpan.FromTicks(1));
        health.IsHealthy.ShouldBeFalse();
        health.All.Where(l => !l.IsHealthy(_time)).Select(l => l.Name).ShouldBe(["quick"]);

        health.Report("quick", TimeSpan.FromSeconds(10));
        health.IsHealthy.ShouldBeTrue();
    }

    [Fact]
    public void Report_BadTurn_IsProgressAllTheSame()
    {
        var health = new LoopHealth(_time);

        health.Report("loop", TimeSpan.FromSeconds(1), "docker does not answer");

        health.IsHealthy.ShouldBeTrue();
        var loop = health.All.ShouldHaveSingleItem();
        (loop.LastError, loop.LastTurnAt).ShouldBe(("docker does not answer", Some.Now));
        health.Report("loop", TimeSpan.FromSeconds(1));
        health.All.ShouldHaveSingleItem().LastError.ShouldBeNull();
    }

    [Fact]
    public void IsHealthy_WallClockIsSet_DoesNotMatter()
    {
        var clock = new SettableClock();
        var health = new LoopHealth(clock);
        health.Report("loop", TimeSpan.FromSeconds(1));

        clock.Step = TimeSpan.FromDays(365);

        health.IsHealthy.ShouldBeTrue();
    }

    private sealed class SettableClock() : FakeTimeProvider(Some.Now)
    {
        public TimeSpan Step { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Step;

        // The monotonic clock does not step.
        public override long GetTimestamp() => base.GetUtcNow().Ticks;
    }
}
