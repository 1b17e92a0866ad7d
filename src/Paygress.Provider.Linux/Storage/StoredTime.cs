namespace Paygress.Provider.Linux.Storage;

/// <summary>Times as the store holds them: whole milliseconds since 1970, UTC.</summary>
/// <remarks>Moments are rounded up, so that no lease ends early; the moment that they are compared with is rounded down.</remarks>
internal static class StoredTime
{
    /// <summary>A moment as it is stored.</summary>
    public static long Of(DateTimeOffset moment) => RoundUp(moment - DateTimeOffset.UnixEpoch);

    /// <summary>A duration as it is stored; the next whole millisecond.</summary>
    public static long Of(TimeSpan duration) => RoundUp(duration);

    /// <summary>A moment to compare stored ones with: what is due at it is due by the exact time too.</summary>
    public static long Until(DateTimeOffset now) => now.ToUnixTimeMilliseconds();

    /// <summary>A stored moment.</summary>
    public static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    /// <summary>A stored duration.</summary>
    public static TimeSpan Duration(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static long RoundUp(TimeSpan time)
    {
        var (whole, rest) = Math.DivRem(time.Ticks, TimeSpan.TicksPerMillisecond);
        return rest > 0 ? whole + 1 : whole;
    }
}
