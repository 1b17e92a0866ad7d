using System.Runtime.InteropServices;

namespace Paygress.Provider.Linux.Files;

/// <summary>Reads files that other programs lock while they change them: .NET takes a lock of its own with each open, fails where there is one, and is in their way where there is none.</summary>
internal static class UnlockedFile
{
    private const int NotFound = 2;
    private const int NotDirectory = 20;

    /// <summary>What a file has at a place, less where it ends before; none when there is no such file.</summary>
    /// <exception cref="IOException">The file cannot be read, which says nothing about its content.</exception>
    public static byte[]? Read(string path, long offset, int length)
    {
        using var file = Libc.Open(path, Libc.CloseOnExec, 0);
        if (file.IsInvalid)
        {
            return Marshal.GetLastPInvokeError() is NotFound or NotDirectory ? null : throw Libc.Failure(path);
        }

        var bytes = new byte[length];
        return bytes[..RandomAccess.Read(file, bytes, offset)];
    }
}
