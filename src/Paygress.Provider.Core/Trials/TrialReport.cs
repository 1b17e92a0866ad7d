using System.Collections.Immutable;

namespace Paygress.Provider.Core.Trials;

/// <summary>What a trial on this host has shown.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Build">The provider that made it.</param>
public sealed record TrialReport(DateTimeOffset At, string Build, ImmutableArray<TrialLine> Lines)
{
    /// <summary>What limits rested on then, by <see cref="ITrialGround.DescribeAsync"/>; none where that was not known.</summary>
    public string? Ground { get; init; }

    /// <summary>The ground that it was made on, when that is not <paramref name="now"/>'s. None for no change, and where the report does not name it: an older provider made that.</summary>
    public string? FindFormerGround(string now) => Ground == now ? null : Ground;
}
