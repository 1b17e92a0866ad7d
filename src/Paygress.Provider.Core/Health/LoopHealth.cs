using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Paygress.Provider.Core.Health;

/// <summary>Knows of each loop when it last made progress. The watchdog is fed only while all do.</summary>
public sealed class LoopHealth(TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<string, LoopStatus> _loops = new(StringComparer.Ordinal);

    /// <summary>Every loop that ever reported, by name.</summary>
    public ImmutableArray<LoopStatus> All => [.. _loops.Values.OrderBy(l => l.Name, StringComparer.Ordinal)];

    /// <summary>A loop that made no progress within its bound; none while all do.</summary>
    public LoopStatus? FindStuck() => All.FirstOrDefault(l => !l.IsHealthy(timeProvider));

    /// <summary>Notes that a loop made a turn, well or badly.</summary>
    /// <param name="bound">The most that may pass until its next report.</param>
    /// <param name="error">What went wrong in this turn, if anything did.</param>
    public void Report(string name, TimeSpan bound, string? error = null) =>
        _loops[name] = new LoopStatus(name, timeProvider.GetUtcNow(), timeProvider.GetTimestamp(), bound, error);
}
