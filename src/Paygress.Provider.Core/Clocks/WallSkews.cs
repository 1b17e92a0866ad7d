using System.Collections.Immutable;

namespace Paygress.Provider.Core.Clocks;

/// <summary>How far the wall clock is ahead of the provider's time, and how far it was before somebody set it. Pure.</summary>
internal sealed record WallSkews
{
    // A clock that is set again and again must not fill memory; what docker tells of is minutes old.
    private const int Kept = 8;

    // Two clocks can't be read at one instant: what differs by less is no step.
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(100);

    private WallSkews(WallSkew latest, ImmutableArray<WallSkew> earlier) => (Latest, Earlier) = (latest, earlier);

    /// <summary>How far it is ahead now.</summary>
    public WallSkew Latest { get; private init; }

    /// <summary>How far it was before, the newest first.</summary>
    public ImmutableArray<WallSkew> Earlier { get; }

    /// <summary>After the first look. None where it hardly differs: a moment is then shown alike by one provider and the next.</summary>
    public static WallSkews First(DateTimeOffset now, DateTimeOffset wall, ImmutableArray<WallSkew> earlier) =>
        new(new WallSkew((wall - now).Duration() < Noise ? TimeSpan.Zero : wall - now, now), earlier);

    /// <summary>After another look at both clocks. Kept while it hardly differs, so that one moment is shown alike each time.</summary>
    public WallSkews See(DateTimeOffset now, DateTimeOffset wall) =>
        (wall - now - Latest.Ahead).Duration() < Noise
            ? this with { Latest = Latest with { SeenAt = now } }
            : new WallSkews(new WallSkew(wall - now, now), [.. Earlier.Prepend(Latest).Take(Kept)]);

    /// <summary>A moment that was read off the wall clock no later than <paramref name="now"/>, perhaps before it was set.</summary>
    public DateTimeOffset FromWall(DateTimeOffset moment, DateTimeOffset now)
    {
        // By the newest under which the wall clock can have shown it: after that skew began, and not later than now.
        var at = moment - Latest.Ahead;
        foreach (var before in Earlier)
        {
            if (at >= before.SeenAt && at <= now)
            {
                return at;
            }

            at = moment - before.Ahead;
        }

        return at;
    }
}
