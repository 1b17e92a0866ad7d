namespace Paygress.Provider.Core.Clocks;

/// <summary>Translates between the provider's time, in which leases are counted, and the wall clock, which people and docker read.</summary>
/// <remarks>The two are the same until somebody sets the wall clock, or a machine comes up with a wrong one.</remarks>
public interface IWallClock
{
    /// <summary>How far the wall clock is ahead of the provider's time now.</summary>
    TimeSpan Skew { get; }

    /// <summary>A moment of the provider's time as the wall clock shows it.</summary>
    DateTimeOffset ToWall(DateTimeOffset moment) => moment + Skew;

    /// <summary>A moment in the past that was read off the wall clock, in the provider's time.</summary>
    DateTimeOffset FromWall(DateTimeOffset moment) => moment - Skew;
}
