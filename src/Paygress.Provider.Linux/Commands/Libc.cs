using System.Runtime.InteropServices;

namespace Paygress.Provider.Linux.Commands;

/// <summary>What the C library knows and .NET does not ask.</summary>
internal static partial class Libc
{
    /// <summary>X_OK.</summary>
    public const int MayExecute = 1;
    public const int MayWrite = 2;

    /// <summary>access(2): 0 when we may use the file in this way.</summary>
    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Access(string path, int mode);
}
