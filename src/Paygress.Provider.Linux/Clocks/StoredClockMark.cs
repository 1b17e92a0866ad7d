using System.Collections.Immutable;
using Paygress.Provider.Core.Clocks;

namespace Paygress.Provider.Linux.Clocks;

/// <summary>A clock mark as its file holds it. Members are added with a default, never renamed or removed.</summary>
internal sealed record StoredClockMark
{
    // Nobody rents a container for so long, and sums of what is within it fit.
    private static readonly TimeSpan LongestUptime = TimeSpan.FromDays(100 * 365);
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2500, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public required DateTimeOffset At { get; init; }

    public required string BootId { get; init; }

    public required TimeSpan SinceBoot { get; init; }

    public required TimeSpan Suspended { get; init; }

    public required DateTimeOffset Wall { get; init; }

    /// <summary>Not there in the file of an older provider.</summary>
    public ImmutableArray<StoredWallSkew> Earlier { get; init; }

    /// <summary>Not there in the file of an older provider.</summary>
    public bool? IsSynchronised { get; init; }

    /// <summary>None in the file of an older provider.</summary>
    public TimeSpan Owed { get; init; }

    private ImmutableArray<StoredWallSkew> KnownEarlier => Earlier.IsDefault ? [] : Earlier;

    public static StoredClockMark From(ClockMark mark) => new()
    {
        At = mark.At,
        BootId = mark.BootId,
        SinceBoot = mark.SinceBoot,
        Suspended = mark.Suspended,
        Wall = mark.Wall,
        IsSynchronised = mark.IsSynchronised,
        Owed = mark.Owed,
        Earlier = [.. mark.Earlier.Select(e => new StoredWallSkew(e.Ahead, e.SeenAt))],
    };

    /// <summary>The mark; none when no machine can have left it.</summary>
    public ClockMark? ToMark() => IsPossible(At) && IsPossible(Wall) && IsPossible(SinceBoot) && IsPossible(Suspended.Duration()) && IsPossible(Owed) && KnownEarlier.All(IsPossible)
        ? new(At, BootId, SinceBoot, Suspended, Wall) { IsSynchronised = IsSynchronised, Owed = Owed, Earlier = [.. KnownEarlier.Select(e => new WallSkew(e.Ahead, e.SeenAt))] }
        : null;

    // Both moments between which it is the distance are possible ones.
    private static bool IsPossible(StoredWallSkew skew) => skew is not null && IsPossible(skew.SeenAt) && skew.Ahead > Earliest - Latest && skew.Ahead < Latest - Earliest;

    private static bool IsPossible(DateTimeOffset moment) => moment >= Earliest && moment < Latest;

    private static bool IsPossible(TimeSpan time) => time >= TimeSpan.Zero && time < LongestUptime;
}
