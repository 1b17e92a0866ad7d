using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>A volume's loop device and the link to it.</summary>
internal sealed class VolumeDevices(LoopDevices loops, DeviceLinks links)
{
    /// <summary>Attaches the image if it is not, and lets the link show its device.</summary>
    public async Task<HostResult<Nothing>> OpenAsync(Vmid vmid, string image, CancellationToken cancellationToken)
    {
        var attached = await loops.AttachAsync(image, cancellationToken);
        return attached is HostResult<string>.Done { Value: var device } ? links.Set(vmid, device) : attached.As<Nothing>();
    }

    /// <summary>Takes the link away first, so that nothing can start on the device any more, then the device.</summary>
    public async Task<HostResult<Nothing>> CloseAsync(Vmid vmid, string image, CancellationToken cancellationToken)
    {
        var removed = links.Remove(vmid);
        return removed.IsDone ? await loops.DetachAsync(image, cancellationToken) : removed;
    }

    /// <summary>Lets the link show a device that is not a loop device of its own.</summary>
    public HostResult<Nothing> SetLink(Vmid vmid, string device) => links.Set(vmid, device);

    /// <summary>Takes the link away; one that is gone is no error.</summary>
    public HostResult<Nothing> RemoveLink(Vmid vmid) => links.Remove(vmid);

    /// <summary>What the link shows; none when there is no link.</summary>
    public string? ReadLink(Vmid vmid) => links.Read(vmid);

    /// <summary>The paths of all links.</summary>
    public ImmutableArray<string> ListLinks() => links.List();

    /// <summary>Every loop device that has a file.</summary>
    public Task<HostResult<ImmutableArray<LoopDevice>>> ListLoopsAsync(CancellationToken cancellationToken) => loops.ListAsync(cancellationToken);
}
