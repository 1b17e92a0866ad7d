namespace Paygress.Provider.Core.Clocks;

/// <summary>How far the wall clock is ahead of the provider's time, and how far it was before somebody set it. Pure.</summary>
/// <param name="Ahead">By how much it is ahead.</param>
/// <param name="SeenAt">When that was seen last, in the provider's time.</param>
internal sealed record WallSkew(TimeSpan Ahead, DateTimeOffset SeenAt)
{
    // Two clocks can't be read at one instant: what differs by less is no step.
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(100);

    private WallSkew? Before { get; init; }

    /// <summary>After the first look. None where it hardly differs: a moment is then shown alike by one provider and the next.</summary>
    public static WallSkew First(DateTimeOffset now, DateTimeOffset wall) => new((wall - now).Duration() < Noise ? TimeSpan.Zero : wall - now, now);

    /// <summary>After another look at both clocks. Kept while it hardly differs, so that one moment is shown alike each time.</summary>
    public WallSkew See(DateTimeOffset now, DateTimeOffset wall) =>
        (wall - now - Ahead).Duration() < Noise
            ? this with { SeenAt = now }
            : new WallSkew(wall - now, now) { Before = this with { Before = null } };

    /// <summary>A moment that was read off the wall clock no later than <paramref name="now"/>, perhaps before it was set.</summary>
    public DateTimeOffset FromWall(DateTimeOffset moment, DateTimeOffset now)
    {
        var at = moment - Ahead;
        return Before is not null && (at < Before.SeenAt || at > now) ? moment - Before.Ahead : at;
    }
}
