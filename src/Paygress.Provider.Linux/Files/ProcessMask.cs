using System.Runtime.InteropServices;

namespace Paygress.Provider.Linux.Files;

/// <summary>The permissions that every file of this process lacks when it is made.</summary>
public static partial class ProcessMask
{
    private const int GroupAndOthers = 0b000_111_111;

    /// <summary>From here on nobody but our own user can read what we make, until we say otherwise.</summary>
    public static void Restrict() => _ = SetMask(GroupAndOthers);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial int SetMask(int mask);
}
