namespace Paygress.Provider.Core.Clocks;

/// <summary>The provider's time: begins where the provider before left off, and goes on with the boot clock, whatever is done to the wall clock.</summary>
public sealed class BootClock(IHostClock host, ClockStart start) : TimeProvider, IWallClock
{
    private volatile WallSkews _skews = start.Mark is { } mark ? WallSkews.First(mark.At, mark.Wall, mark.Earlier) : WallSkews.First(start.Now, start.Host.Wall, []);

    /// <summary>How this time began.</summary>
    public ClockStart Start => start;

    /// <inheritdoc />
    public TimeSpan Skew => LookAtWall(GetUtcNow(), host.Wall).Latest.Ahead;

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
        var skews = LookAtWall(At(now.SinceBoot), now.Wall);
        return new ClockMark(At(now.SinceBoot), now.BootId, now.SinceBoot, now.Suspended, now.Wall) { IsSynchronised = now.IsSynchronised, Earlier = skews.Earlier };
    }

    private DateTimeOffset At(TimeSpan sinceBoot) => start.Now + (sinceBoot - start.Host.SinceBoot);

    private WallSkews LookAtWall(DateTimeOffset now, DateTimeOffset wall) => _skews = _skews.See(now, wall);
}
