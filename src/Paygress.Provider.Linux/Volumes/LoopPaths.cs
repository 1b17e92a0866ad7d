using System.Globalization;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Finds out where the file of a loop device is, as seen from here.</summary>
/// <remarks>
/// The kernel tells its path within the mount through which it was opened. The unit's sandbox has the data directory as a mount of its own, which
/// goes with the provider: the path of a device that an earlier provider attached then begins somewhere below the root, as in /volumes/1000.img.
/// </remarks>
internal sealed class LoopPaths(VolumePaths paths)
{
    private const int TimeBased = 7;

    /// <summary>The same device; with the path that its file has here, if that is one of the image files.</summary>
    /// <exception cref="IOException">File or device cannot be looked at.</exception>
    public LoopDevice Resolve(LoopDevice device)
    {
        var folder = Path.GetDirectoryName(device.BackPath);
        if (string.IsNullOrEmpty(folder) || folder == paths.ImageDirectory || !paths.ImageDirectory.EndsWith(folder, StringComparison.Ordinal))
        {
            return device;
        }

        var here = Path.Join(paths.ImageDirectory, Path.GetFileName(device.BackPath));
        return IsOnFile(device, here) || WasOnFile(device, here) ? device.MovedTo(here) : device;
    }

    private static bool IsOnFile(LoopDevice device, string path) => FileIdentity.Of(path) is { } file && device.IsOn(file);

    // A path alone proves nothing once its file is gone; what is on the device has a lease's id, or it is somebody else's.
    private bool WasOnFile(LoopDevice device, string path) =>
        device.IsDeleted
        && FileIdentity.Of(paths.ImageDirectory) is { } folder
        && device.BackDevice?.Trim() == string.Create(CultureInfo.InvariantCulture, $"{folder.DeviceMajor}:{folder.DeviceMinor}")
        && device.Name is { } name
        && (VolumePaths.IsEncryptedImage(path) ? LuksHeader.ReadUuid(name) : Ext4Superblock.ReadUuid(name)) is { Version: TimeBased };
}
