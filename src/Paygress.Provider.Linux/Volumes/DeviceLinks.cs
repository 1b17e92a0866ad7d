using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.FailPoints;
using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>The links by which dockerd finds a volume's device. A loop number may be another tenant's after a reboot; a link is only ever set after a check.</summary>
internal sealed class DeviceLinks(VolumePaths paths)
{
    // Readable by dockerd, which may have another user in a rootless set-up; there is nothing secret in a device's name.
    private const UnixFileMode DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Lets the link show the device, from one moment to the next.</summary>
    public HostResult<Nothing> Set(Vmid vmid, string device) => Try(() =>
    {
        HostFiles.MakeDirectory(paths.LinkDirectory, DirectoryMode);
        HostFiles.SetLink(HostEffect.SetDeviceLink, paths.LinkOf(vmid), device);
    });

    /// <summary>Takes the link away; one that is gone is no error.</summary>
    public HostResult<Nothing> Remove(Vmid vmid) => Try(() => HostFiles.DeleteIn(HostEffect.RemoveDeviceLink, paths.LinkOf(vmid)));

    /// <summary>What the link shows; none when there is no link.</summary>
    public string? Read(Vmid vmid) => new FileInfo(paths.LinkOf(vmid)).LinkTarget;

    /// <summary>Every link there is.</summary>
    public ImmutableArray<string> List() =>
        Directory.Exists(paths.LinkDirectory)
            ? [.. new DirectoryInfo(paths.LinkDirectory).EnumerateFileSystemInfos().Select(f => f.FullName).Where(p => VolumePaths.ReadLinkVmid(p) is not null)]
            : [];

    private static HostResult<Nothing> Try(Action action)
    {
        try
        {
            action();
            return HostResult.Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return HostResult.Failed<Nothing>(ErrorCodes.BackendError, exception.Message);
        }
    }
}
