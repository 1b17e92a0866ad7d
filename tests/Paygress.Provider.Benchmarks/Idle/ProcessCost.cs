using System.Globalization;

namespace Paygress.Provider.Benchmarks.Idle;

/// <summary>What the kernel says about a process and all that it started and waited for.</summary>
internal static class ProcessCost
{
    // USER_HZ, which is 100 on every machine that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Memory that is its own, and its share of what it has with others; in MB.</summary>
    public static double ReadPssMb(int pid) =>
        double.Parse(File.ReadLines($"/proc/{pid}/smaps_rollup").First(l => l.StartsWith("Pss:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    /// <summary>Seconds of processor time.</summary>
    public static double ReadCpuSeconds(int pid)
    {
        // After the name, which may hold anything: fields 14 to 17 of the line.
        var fields = File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields[11..15].Sum(f => double.Parse(f, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
