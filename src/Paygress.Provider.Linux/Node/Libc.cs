using System.Runtime.InteropServices;

namespace Paygress.Provider.Linux.Node;

/// <summary>What the C library knows and .NET does not ask.</summary>
internal static partial class Libc
{
    /// <summary>klogctl(3): the kernel's messages. Negative when we may not.</summary>
    [LibraryImport("libc", EntryPoint = "klogctl")]
    public static partial int Klogctl(int type, [Out] byte[] buffer, int length);
}
