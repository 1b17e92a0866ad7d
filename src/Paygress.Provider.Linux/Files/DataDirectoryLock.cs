using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Paygress.Provider.Linux.Files;

/// <summary>Keeps a second provider off the same data directory. The kernel lets go of it when the process dies, however it dies.</summary>
public sealed class DataDirectoryLock : IDisposable
{
    private const string FileName = "lock";
    private const uint OwnerOnly = 0b110_000_000;

    private readonly SafeFileHandle _file;

    private DataDirectoryLock(SafeFileHandle file) => _file = file;

    /// <summary>Takes the lock, or says at once who has it.</summary>
    public static DataDirectoryLockResult TryAcquire(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        var file = Libc.Open(path, Libc.ReadWrite | Libc.Create | Libc.CloseOnExec, OwnerOnly);
        if (file.IsInvalid)
        {
            return Unusable(file, path);
        }

        if (Libc.Lock(file, Libc.LockExclusive | Libc.LockNonBlocking) != 0)
        {
            return Marshal.GetLastPInvokeError() == Libc.TryAgain ? Held(file) : Unusable(file, path);
        }

        WriteHolder(file);
#pragma warning disable CA2000 // The caller owns what the result carries.
        return new DataDirectoryLockResult.Acquired(new DataDirectoryLock(file));
#pragma warning restore CA2000
    }

    /// <summary>Lets go. The file stays: removing it would let two processes lock two files of one name.</summary>
    public void Dispose() => _file.Dispose();

    private static DataDirectoryLockResult.Unusable Unusable(SafeFileHandle file, string path)
    {
        var failure = Libc.Failure(path);
        file.Dispose();
        return new DataDirectoryLockResult.Unusable($"cannot lock the data directory: {failure.Message}");
    }

    private static DataDirectoryLockResult.Held Held(SafeFileHandle file)
    {
        using (file)
        {
            Span<byte> text = stackalloc byte[16];
            var length = RandomAccess.Read(file, text, 0);
            return int.TryParse(text[..length].TrimEnd((byte)'\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                ? new DataDirectoryLockResult.Held(pid)
                : new DataDirectoryLockResult.Held(null);
        }
    }

    private static void WriteHolder(SafeFileHandle file)
    {
        try
        {
            RandomAccess.SetLength(file, 0);
            RandomAccess.Write(file, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n")), 0);
        }
        catch (IOException)
        {
            // The pid is for the reader of a message only; on a full disk the lock holds without it.
        }
    }
}
