namespace Paygress.Provider.Core.Clocks;

/// <summary>The provider's time: begins where the provider before left off, and goes on with the boot clock, whatever is done to the wall clock.</summary>
public sealed class BootClock(IHostClock host, ClockStart start) : TimeProvider, IWallClock
{
    private volatile WallSkew _skew = start.Mark is { } mark ? WallSkew.First(mark.At, mark.Wall) : WallSkew.First(start.Now, start.Host.Wall);

    /// <summary>How this time began.</summary>
    public ClockStart Start => start;

    /// <inheritdoc />
    public TimeSpan Skew => LookAtWall(GetUtcNow(), host.Wall).Ahead;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => At(host.SinceBoot);

    /// <inheritdoc />
    public DateTimeOffset FromWall(DateTimeOffset moment)
    {
        var now = GetUtcNow();
        return LookAtWall(now, host.Wall).FromWall(moment, now);
    }

    /// <summary>A sign of life of now.</summary>
    public ClockMark MakeMark()
    {
        var now = host.Read();
        LookAtWall(At(now.SinceBoot), now.Wall);
        return new ClockMark(At(now.SinceBoot), now.BootId, now.SinceBoot, now.Suspended, now.Wall);
    }

    private DateTimeOffset At(TimeSpan sinceBoot) => start.Now + (sinceBoot - start.Host.SinceBoot);

    private WallSkew LookAtWall(DateTimeOffset now, DateTimeOffset wall) => _skew = _skew.See(now, wall);
}
