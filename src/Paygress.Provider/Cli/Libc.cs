using System.Runtime.InteropServices;

namespace Paygress.Provider.Cli;

/// <summary>Job control, which .NET does not offer.</summary>
internal static partial class Libc
{
    private const int SigStop = 19;

    /// <summary>Stops this process until its shell continues it.</summary>
    public static void Stop() => _ = Raise(SigStop);

    [LibraryImport("libc", EntryPoint = "raise")]
    private static partial int Raise(int signal);
}
