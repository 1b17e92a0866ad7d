using System.Globalization;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>Searches what a process has in memory.</summary>
internal static class ProcessMemory
{
    private const int Window = 1 << 20;

    /// <summary>How often the bytes are anywhere in memory that the process can write to.</summary>
    public static int Count(int pid, byte[] bytes)
    {
        using var memory = File.OpenHandle($"/proc/{pid}/mem");
        return File.ReadLines($"/proc/{pid}/maps").Where(l => l.Contains(" rw", StringComparison.Ordinal)).Sum(l => CountIn(memory, l, bytes));
    }

    private static int CountIn(Microsoft.Win32.SafeHandles.SafeFileHandle memory, string map, byte[] bytes)
    {
        var range = map[..map.IndexOf(' ', StringComparison.Ordinal)].Split('-');
        var (from, to) = (Address(range[0]), Address(range[1]));
        var buffer = new byte[Window + bytes.Length - 1];
        var count = 0;
        for (var at = from; at < to; at += Window)
        {
            try
            {
                // Windows overlap by one byte less than what is looked for, so each place is counted once.
                var read = RandomAccess.Read(memory, buffer.AsSpan(0, (int)Math.Min(buffer.Length, to - at)), at);
                count += buffer.AsSpan(0, read).Count(bytes);
            }
            catch (IOException)
            {
                // Reserved and never written to.
            }
        }

        return count;
    }

    private static long Address(string hex) => long.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
