using System.Globalization;

namespace Paygress.Provider.Linux.Node;

/// <summary>The machine's memory (<c>/proc/meminfo</c>).</summary>
/// <param name="TotalBytes">What the kernel manages.</param>
/// <param name="AvailableBytes">What could be given to programs without swapping.</param>
internal readonly record struct MemoryFacts(long TotalBytes, long AvailableBytes)
{
    private const long BytesPerKilobyte = 1024;

    /// <summary>Reads <c>/proc/meminfo</c>; <see langword="null"/> where it is not that.</summary>
    public static MemoryFacts? Parse(string text)
    {
        var total = Find(text, "MemTotal:");
        var available = Find(text, "MemAvailable:");
        return total is > 0 && available is not null
            ? new MemoryFacts(total.Value, Math.Min(available.Value, total.Value))
            : null;
    }

    private static long? Find(string text, string name)
    {
        var line = text.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var number, "kB"]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes)
            && kilobytes <= long.MaxValue / BytesPerKilobyte
            ? kilobytes * BytesPerKilobyte
            : null;
    }
}
