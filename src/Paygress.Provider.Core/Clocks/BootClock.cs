namespace Paygress.Provider.Core.Clocks;

/// <summary>The provider's time: begins where the provider before left off, and goes on with the boot clock, whatever is done to the wall clock.</summary>
public sealed class BootClock(IHostClock host, ClockStart start) : TimeProvider, IWallClock
{
    // Two clocks can't be read at one instant: what differs by less is no step.
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(100);

    private long _skewTicks;

    /// <summary>How this time began.</summary>
    public ClockStart Start => start;

    /// <inheritdoc />
    public TimeSpan Skew => MeasureSkew();

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => At(host.SinceBoot);

    /// <summary>A sign of life of now.</summary>
    public ClockMark MakeMark()
    {
        var now = host.Read();
        return new ClockMark(At(now.SinceBoot), now.BootId, now.SinceBoot, now.Suspended, now.Wall);
    }

    private DateTimeOffset At(TimeSpan sinceBoot) => start.Now + (sinceBoot - start.Host.SinceBoot);

    // Kept while it hardly differs, so that one moment is shown alike each time.
    private TimeSpan MeasureSkew()
    {
        var known = TimeSpan.FromTicks(Interlocked.Read(ref _skewTicks));
        var now = host.Wall - GetUtcNow();
        if ((now - known).Duration() < Noise)
        {
            return known;
        }

        Interlocked.Exchange(ref _skewTicks, now.Ticks);
        return now;
    }
}
