using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Clocks;

namespace Paygress.Provider.UnitTests.Clocks;

public sealed class LivenessMarksTests
{
    private readonly FakeClockMarks _marks = new();
    private readonly FakeLogger<LivenessMarks> _logger = new();
    private readonly LivenessMarks _liveness;

    public LivenessMarksTests()
    {
        var host = new FakeHostClock(new FakeTimeProvider(Some.Now));
        _liveness = new LivenessMarks(new BootClock(host, ClockRule.Start(null, host.Read())), _marks, _logger);
    }

    [Fact]
    public async Task WriteAsync_LeavesAMarkOfNow()
    {
        await _liveness.WriteAsync(World.Token);

        _marks.Read().ShouldNotBeNull().At.ShouldBe(Some.Now);
    }

    [Fact]
    public async Task WriteAsync_FullDisk_IsToldOnceUntilItWorkedAgain()
    {
        _marks.IsBroken = true;
        await _liveness.WriteAsync(World.Token);
        await _liveness.WriteAsync(World.Token);
        _logger.Collector.GetSnapshot().ShouldHaveSingleItem().Id.Id.ShouldBe(EventIds.ClockMarkNotWritten);

        _marks.IsBroken = false;
        await _liveness.WriteAsync(World.Token);
        _marks.IsBroken = true;
        await _liveness.WriteAsync(World.Token);

        _logger.Collector.Count.ShouldBe(2);
    }
}
