namespace Paygress.Provider.Core.Health;

/// <summary>How a loop fares.</summary>
/// <param name="LastTurnAt">When it last made a turn.</param>
/// <param name="Timestamp">The same on the monotonic clock: a wall clock that is set must not make a loop look dead.</param>
/// <param name="Bound">The most that may pass until its next report.</param>
/// <param name="LastError">What went wrong in its last turn; none when it went well.</param>
public sealed record LoopStatus(string Name, DateTimeOffset LastTurnAt, long Timestamp, TimeSpan Bound, string? LastError)
{
    /// <summary>True while it is within its bound.</summary>
    public bool IsHealthy(TimeProvider timeProvider) => timeProvider.GetElapsedTime(Timestamp) <= Bound;
}
