using System.Runtime.InteropServices;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Which file it is, whatever it is called, whose, and how much of the disk it holds.</summary>
internal readonly partial record struct FileIdentity(uint DeviceMajor, uint DeviceMinor, ulong Inode, long AllocatedBytes, bool IsSocket, uint Owner = 0)
{
    private const int CurrentDirectory = -100;
    private const int DoNotFollowLinks = 0x100;
    private const int DoNotAskServers = 0x4000;
    private const uint TypeOwnerInodeAndBlocks = 0x1 | 0x8 | 0x100 | 0x400;
    private const int NotFound = 2;
    private const int BlockSize = 512;
    private const int TypeOfMode = 0xF000;
    private const int SocketType = 0xC000;

    /// <summary>Looks at a file; none when there is none.</summary>
    /// <exception cref="IOException">The file cannot be looked at.</exception>
    public static FileIdentity? Of(string path) => Look(path, DoNotFollowLinks);

    /// <summary>Looks at what a link shows. A file server that does not answer is not waited for.</summary>
    /// <exception cref="IOException">The file cannot be looked at.</exception>
    public static FileIdentity? OfTarget(string path) => Look(path, DoNotAskServers);

    private static FileIdentity? Look(string path, int flags)
    {
        if (StatxOf(CurrentDirectory, path, flags, TypeOwnerInodeAndBlocks, out var answer) == 0)
        {
            return new FileIdentity(answer.DeviceMajor, answer.DeviceMinor, answer.Inode, (long)answer.Blocks * BlockSize, (answer.Mode & TypeOfMode) == SocketType, answer.Uid);
        }

        var error = Marshal.GetLastPInvokeError();
        return error == NotFound ? null : throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatxOf(int directory, string path, int flags, uint mask, out Statx answer);
}
