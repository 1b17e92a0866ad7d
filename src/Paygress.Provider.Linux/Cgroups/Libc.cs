using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Paygress.Provider.Linux.Cgroups;

/// <summary>Signals to a process that is held fast, which .NET and older C libraries do not offer.</summary>
internal static partial class Libc
{
    public const int SigKill = 9;
    public const int SigTerm = 15;

    // The same on every architecture: https://man7.org/linux/man-pages/man2/pidfd_open.2.html
    private const int PidfdOpen = 434;
    private const int PidfdSendSignal = 424;

    /// <summary>Holds a process; invalid when there is none of that number.</summary>
    public static SafeFileHandle OpenProcess(int pid) => new((nint)Call(PidfdOpen, pid, 0, 0, 0), ownsHandle: true);

    /// <summary>Sends it a signal; true when it was still there.</summary>
    public static bool Signal(SafeFileHandle process, int signal) => Call(PidfdSendSignal, process.DangerousGetHandle(), signal, 0, 0) == 0;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long Call(nint number, nint first, nint second, nint third, nint fourth);
}
