using System.Text;

namespace Paygress.Provider.Linux.Node;

/// <summary>The kernel's ring buffer.</summary>
internal static class KernelLog
{
    private const int ReadAll = 3;
    private const int TellSize = 10;

    /// <summary>All that is in it, oldest first; none when we may not read it.</summary>
    public static string? TryRead()
    {
        var buffer = new byte[Math.Max(Libc.Klogctl(TellSize, [], 0), 0)];
        var length = Libc.Klogctl(ReadAll, buffer, buffer.Length);
        return length > 0 ? Encoding.UTF8.GetString(buffer, 0, length) : null;
    }
}
