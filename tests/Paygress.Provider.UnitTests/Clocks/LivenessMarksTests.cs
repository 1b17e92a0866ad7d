using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Clocks;

public sealed class LivenessMarksTests
{
    private readonly World _world = new();

    [Fact]
    public async Task WriteAsync_LeavesAMarkOfNow()
    {
        await _world.Liveness.WriteAsync(World.Token);

        _world.Marks.Read().ShouldNotBeNull().At.ShouldBe(Some.Now);
    }

    [Fact]
    public async Task WriteAsync_FullDisk_IsToldOnceUntilItWorkedAgain()
    {
        _world.Marks.IsBroken = true;
        await _world.Liveness.WriteAsync(World.Token);
        await _world.Liveness.WriteAsync(World.Token);
        _world.LoggedIds.ShouldBe([EventIds.ClockMarkNotWritten]);

        _world.Marks.IsBroken = false;
        await _world.Liveness.WriteAsync(World.Token);
        _world.Marks.IsBroken = true;
        await _world.Liveness.WriteAsync(World.Token);

        _world.LoggedIds.ShouldBe([EventIds.ClockMarkNotWritten, EventIds.ClockMarkNotWritten]);
    }

    // The next provider would reckon from that mark, and see no sleep.
    [Fact]
    public async Task WriteAsync_ASleepIsNotGivenBackYet_SaysSo()
    {
        await _world.Liveness.WriteAsync(World.Token);
        _world.Time.Advance(TimeSpan.FromHours(8));
        _world.Clock.Suspended = TimeSpan.FromHours(8);

        await _world.Liveness.WriteAsync(World.Token);
        var owing = _world.Marks.Read().ShouldNotBeNull();
        (owing.At, owing.Owed).ShouldBe((Some.Now.AddHours(8), TimeSpan.FromHours(8)));

        await _world.Outages.CreditSleepAsync(World.Token);
        await _world.Liveness.WriteAsync(World.Token);
        _world.Marks.Read().ShouldNotBeNull().Owed.ShouldBe(TimeSpan.Zero);
    }
}
