using System.Runtime.InteropServices;

namespace Paygress.Provider.Linux.FailPoints;

/// <summary>An end without any clean-up, which .NET does not offer.</summary>
internal static partial class Libc
{
    public const int SigKill = 9;

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int pid, int signal);
}
