using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Removes single traces of volumes that no lease explains, after looking that they still are what was listed.</summary>
internal sealed class VolumeRemover(
    VolumePaths paths, VolumeInventory inventory, LoopDevices loops, DeviceLinks links, LuksDevices luks, LuksImages images, DockerDataVolumes dockerVolumes)
{
    /// <summary>Removes a trace and verifies it; one that is gone is no error.</summary>
    public async Task<HostResult<Nothing>> RemoveAsync(VolumeTrace trace, CancellationToken cancellationToken)
    {
        var listed = await inventory.ListOursAsync(cancellationToken);
        if (listed is not HostResult<ImmutableArray<VolumeTrace>>.Done { Value: var traces })
        {
            return listed.As<Nothing>();
        }

        if (traces.FirstOrDefault(t => t.Kind == trace.Kind && t.Name == trace.Name) is not { } found)
        {
            return HostResult.Done;
        }

        // Whose a device or link is can no longer be read once the image file is gone.
        return (found.LeaseId is null || found.LeaseId == trace.LeaseId) && found.Vmid is not null
            ? await Steps.InOrderAsync(() => EndAsync(found, cancellationToken), () => VerifyAsync(found, cancellationToken))
            : HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"{trace.Name} has become somebody else's meanwhile");
    }

    private Task<HostResult<Nothing>> EndAsync(VolumeTrace trace, CancellationToken cancellationToken) => trace switch
    {
        { Kind: VolumeTraceKind.DockerVolume, Vmid: { } vmid } when trace.Name == DockerNames.VolumeOf(vmid) =>
            dockerVolumes.DeleteAsync(vmid, cancellationToken),
        { Kind: VolumeTraceKind.DeviceLink, Vmid: { } vmid } => Task.FromResult(links.Remove(vmid)),
        { Kind: VolumeTraceKind.Mapping, Vmid: { } vmid, LeaseId: { } leaseId } => luks.CloseOrWipeAsync(vmid, leaseId, cancellationToken),
        { Kind: VolumeTraceKind.LoopDevice } => loops.DetachDeviceAsync(trace.Name, paths.IsInImageDirectory, cancellationToken),
        { Kind: VolumeTraceKind.ImageFile } => Steps.InOrderAsync(
            () => loops.DetachAsync(trace.Name, cancellationToken),
            () => images.DestroyAsync(trace.Name, cancellationToken)),
        _ => Task.FromResult(HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"{trace.Name} has none of our names")),
    };

    private async Task<HostResult<Nothing>> VerifyAsync(VolumeTrace trace, CancellationToken cancellationToken) =>
        await inventory.ListOursAsync(cancellationToken) switch
        {
            HostResult<ImmutableArray<VolumeTrace>>.Done { Value: var left } => left.Any(t => t.Kind == trace.Kind && t.Name == trace.Name)
                ? HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"{trace.Name} was removed, but is still there")
                : HostResult.Done,
            var other => other.As<Nothing>(),
        };
}
