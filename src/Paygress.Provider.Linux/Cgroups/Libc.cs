using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Paygress.Provider.Linux.Cgroups;

/// <summary>Signals to a process that is held fast, which .NET and older C libraries do not offer.</summary>
internal static partial class Libc
{
    // The same on every architecture: https://man7.org/linux/man-pages/man2/pidfd_open.2.html
    private const int PidfdOpen = 434;
    private const int PidfdSendSignal = 424;
    private const int SigKill = 9;

    /// <summary>Holds a process; invalid when there is none of that number.</summary>
    public static SafeFileHandle OpenProcess(int pid) => new((nint)Call(PidfdOpen, pid, 0, 0, 0), ownsHandle: true);

    /// <summary>Kills it; true when it was still there.</summary>
    public static bool Kill(SafeFileHandle process) => Call(PidfdSendSignal, process.DangerousGetHandle(), SigKill, 0, 0) == 0;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long Call(nint number, nint first, nint second, nint third, nint fourth);
}
