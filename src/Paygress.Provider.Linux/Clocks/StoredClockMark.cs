using Paygress.Provider.Core.Clocks;

namespace Paygress.Provider.Linux.Clocks;

/// <summary>A clock mark as its file holds it. Members are added with a default, never renamed or removed.</summary>
internal sealed record StoredClockMark
{
    public required DateTimeOffset At { get; init; }

    public required string BootId { get; init; }

    public required TimeSpan SinceBoot { get; init; }

    public required TimeSpan Suspended { get; init; }

    public required DateTimeOffset Wall { get; init; }

    public static StoredClockMark From(ClockMark mark) =>
        new() { At = mark.At, BootId = mark.BootId, SinceBoot = mark.SinceBoot, Suspended = mark.Suspended, Wall = mark.Wall };

    public ClockMark ToMark() => new(At, BootId, SinceBoot, Suspended, Wall);
}
