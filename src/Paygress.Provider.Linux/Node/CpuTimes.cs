using System.Globalization;

namespace Paygress.Provider.Linux.Node;

/// <summary>How much time all processors together have spent since boot, and how many there are (<c>/proc/stat</c>).</summary>
/// <param name="BusyTicks">Time not spent idle or waiting for a disk.</param>
/// <param name="TotalTicks">All time.</param>
/// <param name="ProcessorCount">Processors that are online.</param>
internal readonly record struct CpuTimes(ulong BusyTicks, ulong TotalTicks, int ProcessorCount)
{
    // user nice system idle iowait irq softirq steal; guest time follows, but it is contained in user and nice.
    private const int CountedFields = 8;
    private const int IdleField = 3;
    private const int IoWaitField = 4;

    /// <summary>Reads <c>/proc/stat</c>; <see langword="null"/> where it is not that.</summary>
    public static CpuTimes? Parse(string text)
    {
        CpuTimes? all = null;
        var processors = 0;
        foreach (var line in text.Split('\n').TakeWhile(line => line.StartsWith("cpu", StringComparison.Ordinal)))
        {
            if (line.StartsWith("cpu ", StringComparison.Ordinal))
            {
                all = ParseTicks(line);
            }
            else
            {
                processors++;
            }
        }

        return processors == 0 ? null : all is { } times ? times with { ProcessorCount = processors } : null;
    }

    /// <summary>
    /// The busy share between an earlier sample and this one, 0 to 1; <see langword="null"/> when no time has passed.
    /// </summary>
    public double? UsageSince(CpuTimes earlier)
    {
        if (TotalTicks <= earlier.TotalTicks)
        {
            return null;
        }

        // The kernel may take a little idle time back, so that busy and total do not grow in step.
        var busy = (double)BusyTicks - earlier.BusyTicks;
        return Math.Clamp(busy / (TotalTicks - earlier.TotalTicks), 0, 1);
    }

    private static CpuTimes? ParseTicks(string line)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(CountedFields).ToArray();
        if (fields.Length < CountedFields)
        {
            return null;
        }

        ulong total = 0;
        ulong idle = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            // Centuries of ticks fit into 48 bits; a greater number is none, and sums can not overflow.
            if (!ulong.TryParse(fields[i], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks >> 48 != 0)
            {
                return null;
            }

            total += ticks;
            idle += i is IdleField or IoWaitField ? ticks : 0;
        }

        return new CpuTimes(total - idle, total, ProcessorCount: 0);
    }
}
