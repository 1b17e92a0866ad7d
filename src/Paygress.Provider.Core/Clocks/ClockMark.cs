using System.Collections.Immutable;

namespace Paygress.Provider.Core.Clocks;

/// <summary>A durable sign of life, by which the next provider goes on with the time of this one.</summary>
/// <param name="At">The provider's time when it was made.</param>
/// <param name="BootId">The run of the kernel in which it was made.</param>
/// <param name="SinceBoot">The boot clock at that moment.</param>
/// <param name="Suspended">How much the machine had slept by then.</param>
/// <param name="Wall">The wall clock at that moment.</param>
public sealed record ClockMark(DateTimeOffset At, string BootId, TimeSpan SinceBoot, TimeSpan Suspended, DateTimeOffset Wall)
{
    /// <summary>How far the wall clock was ahead before somebody set it, the newest first: docker may have dated a container's end by it.</summary>
    public ImmutableArray<WallSkew> Earlier { get; init; } = [];

    /// <summary>Whether a time service kept the wall clock right at that moment; none when that was not known.</summary>
    public bool? IsSynchronised { get; init; }

    /// <summary>How much of the time that the machine slept leases had not got back by then.</summary>
    public TimeSpan Owed { get; init; }
}
