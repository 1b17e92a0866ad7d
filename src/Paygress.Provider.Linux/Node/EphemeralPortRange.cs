using System.Globalization;

namespace Paygress.Provider.Linux.Node;

/// <summary>The ports the kernel gives to outgoing connections; a lease must not be promised one of them.</summary>
/// <param name="First">The lowest, included.</param>
/// <param name="Last">The highest, included.</param>
internal readonly record struct EphemeralPortRange(int First, int Last)
{
    /// <summary>Whether any port from <paramref name="first"/> to <paramref name="last"/> belongs to the range.</summary>
    public bool Overlaps(int first, int last) => first <= Last && last >= First;

    /// <summary>Asks the kernel; <see langword="null"/> when it did not say.</summary>
    public static EphemeralPortRange? Read(ProcFileSystem proc) =>
        proc.TryRead("sys/net/ipv4/ip_local_port_range") is { } text ? Parse(text) : null;

    /// <summary>Reads <c>ip_local_port_range</c>; <see langword="null"/> where it is not that.</summary>
    public static EphemeralPortRange? Parse(string text) =>
        text.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries) is [var first, var last]
            && ushort.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var low)
            && ushort.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var high)
            && low <= high
            ? new EphemeralPortRange(low, high)
            : null;
}
