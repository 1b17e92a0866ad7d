using System.Runtime.InteropServices;

namespace Paygress.Provider.Linux.Commands;

/// <summary>What the C library knows and .NET does not ask.</summary>
internal static partial class Libc
{
    /// <summary>X_OK.</summary>
    public const int MayExecute = 1;
    public const int MayWrite = 2;

    /// <summary>SIGPIPE.</summary>
    public const int SigPipe = 13;

    /// <summary>SIG_DFL.</summary>
    public const nint DefaultAction = 0;

    /// <summary>access(2): 0 when we may use the file in this way.</summary>
    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Access(string path, int mode);

    /// <summary>execve(2): returns only when it fails. Both lists end with a null.</summary>
    [LibraryImport("libc", EntryPoint = "execve", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Execve(string path, string?[] arguments, string?[] environment);

    /// <summary>signal(2), with one of the two actions that are no function.</summary>
    [LibraryImport("libc", EntryPoint = "signal")]
    public static partial nint Signal(int number, nint action);
}
