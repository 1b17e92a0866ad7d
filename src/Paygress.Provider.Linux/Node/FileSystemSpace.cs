namespace Paygress.Provider.Linux.Node;

/// <summary>The room on the file system of a directory.</summary>
/// <param name="TotalBytes">Its size.</param>
/// <param name="FreeBytes">What may still be written, without the blocks reserved for root.</param>
/// <param name="UsedBytes">What is taken.</param>
internal readonly record struct FileSystemSpace(long TotalBytes, long FreeBytes, long UsedBytes)
{
    /// <summary>Measures; <see langword="null"/> when there is no such directory or it can not be read.</summary>
    public static FileSystemSpace? Of(string directory)
    {
        try
        {
            var drive = new DriveInfo(Path.GetFullPath(directory));
            return new FileSystemSpace(drive.TotalSize, drive.AvailableFreeSpace, drive.TotalSize - drive.TotalFreeSpace);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
