using Paygress.Provider.Core.Clocks;

namespace Paygress.Provider.TestSupport.Clocks;

/// <summary>The provider's time as in the program, with timers that the test fires.</summary>
public sealed class ProviderTime(BootClock clock, TimeProvider timers) : TimeProvider
{
    public override long TimestampFrequency => timers.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => timers.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => timers.CreateTimer(callback, state, dueTime, period);
}
