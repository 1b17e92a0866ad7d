using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.FailPoints;
using Paygress.Provider.Linux.Files;
using Paygress.Provider.Linux.Node;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>The image files of volumes, as files.</summary>
internal sealed partial class VolumeImages(VolumePaths paths, VolumesOptions options)
{
    // The kernel's numbers for a file that is too large, a full disk and a full quota.
    private const int FileTooLarge = 27;
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    /// <summary>Makes a file of that size that only we can read; leaves nothing when it fails.</summary>
    public HostResult<Nothing> Create(string path, long sizeBytes)
    {
        try
        {
            HostFiles.MakeDirectory(paths.ImageDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            HostFiles.Make(HostEffect.MakeImage, path, DurableFile.OwnerOnly, file => Fill(file, sizeBytes));
            return HostResult.Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ResultOf(exception);
        }
    }

    /// <summary>Gives a file that is whole its final name, for good: nothing is written through a name that a power cut takes back. Fails when it is taken.</summary>
    public static HostResult<Nothing> Rename(string from, string to) => Try(() =>
    {
        HostFiles.Rename(HostEffect.RenameImage, from, to);
        DurableFile.SyncDirectory(Path.GetDirectoryName(to)!); // an image's full path always has a directory
    });

    /// <summary>Removes a file; one that is gone is no error.</summary>
    public static HostResult<Nothing> Delete(string path) => Try(() => HostFiles.DeleteIn(HostEffect.DeleteImage, path));

    /// <summary>Every image file, whole or not.</summary>
    public ImmutableArray<string> List() =>
        Directory.Exists(paths.ImageDirectory)
            ? [.. Directory.EnumerateFiles(paths.ImageDirectory).Where(path => VolumePaths.ReadImageVmid(path) is not null)]
            : [];

    /// <summary>What the image files hold on disk together; sparse files hold less than was sold.</summary>
    public long MeasureAllocatedBytes() => List().Sum(path => FileIdentity.Of(path)?.AllocatedBytes ?? 0);

    private void Fill(FileStream file, long sizeBytes)
    {
        if (options.Allocation == VolumeAllocation.Full)
        {
            Allocate(file.SafeFileHandle, sizeBytes);
        }

        file.SetLength(sizeBytes);
    }

    private void Allocate(SafeFileHandle file, long sizeBytes)
    {
        // Asked first: an attempt that fails fills the disk for a moment, and others write there too.
        var error = FileSystemSpace.Of(paths.ImageDirectory)?.FreeBytes < sizeBytes ? NoSpace : PosixFallocate(file, 0, sizeBytes);
        if (error != 0)
        {
            throw new IOException($"the disk cannot take {sizeBytes} bytes: {Marshal.GetPInvokeErrorMessage(error)}", error);
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    private static partial int PosixFallocate(SafeFileHandle file, long offset, long length);

    private static HostResult<Nothing> Try(Action action)
    {
        try
        {
            action();
            return HostResult.Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ResultOf(exception);
        }
    }

    private static HostResult<Nothing> ResultOf(Exception exception)
    {
        // .NET keeps the kernel's number in the result code.
        var full = (exception.HResult & 0xFFFF) is FileTooLarge or NoSpace or QuotaExceeded;
        return HostResult.Failed<Nothing>(full ? ErrorCodes.NoCapacity : ErrorCodes.BackendError, exception.Message);
    }
}
