using System.Runtime.InteropServices;

namespace Paygress.Provider.Linux.Memory;

/// <summary>The heap of the C library, from which SQLite and the runtime itself have theirs.</summary>
public static partial class ProcessHeap
{
    // M_ARENA_MAX in malloc.h.
    private const int MostArenas = -8;

    /// <summary>Lets all threads share one part of it: by default each takes one for itself and keeps what it has freed (ADR 29).</summary>
    public static void Share() => _ = SetOption(MostArenas, 1);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
