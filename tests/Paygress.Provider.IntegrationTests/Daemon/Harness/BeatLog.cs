using System.Globalization;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>The provider's heartbeats by the times of its own log: a test that is held up itself misses none.</summary>
internal static class BeatLog
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The longest time between two of them, in some lines of the log.</summary>
    public static TimeSpan LongestPause(IEnumerable<string> lines)
    {
        var times = lines.Where(l => l.Contains(" Heartbeat: ", StringComparison.Ordinal)).Select(l => TimeSpan.Parse(l.Split(' ')[1], CultureInfo.InvariantCulture)).ToList();
        return times.Zip(times.Skip(1), (a, b) => a <= b ? b - a : b - a + Day).Max();
    }
}
