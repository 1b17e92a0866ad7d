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

        if (traces.FirstOrDefault(t => IsSame(t, trace)) is not { } found)
        {
            return HostResult.Done;
        }

        // Whose a device or link is can no longer be read once the image file is gone.
        return (found.LeaseId is null || found.LeaseId == trace.LeaseId) && found.Vmid is not null
            ? await Steps.InOrderAsync(() => EndAsync(found, cancellationToken), () => VerifyAsync(found, cancellationToken))
            : HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"{trace.Name} has become somebody else's meanwhile");
    }

    // A loop device's name is its number, which the next volume gets when this one's is gone.
    private static bool IsSame(VolumeTrace one, VolumeTrace other) => one.Kind == other.Kind && one.Name == other.Name && one.Vmid == other.Vmid;

    private Task<HostResult<Nothing>> EndAsync(VolumeTrace trace, CancellationToken cancellationToken) => trace switch
    {
        { Kind: VolumeTraceKind.DockerVolume, Vmid: { } vmid } when trace.Name == DockerNames.VolumeOf(vmid) =>
            dockerVolumes.DeleteAsync(vmid, cancellationToken),
        { Kind: VolumeTraceKind.DeviceLink, Vmid: { } vmid } => Task.FromResult(links.Remove(vmid)),
        { Kind: VolumeTraceKind.Mapping, Vmid: { } vmid, LeaseId: { } leaseId } => luks.CloseOrWipeAsync(vmid, leaseId, cancellationToken),
        { Kind: VolumeTraceKind.LoopDevice, Vmid: { } vmid } =>
            loops.DetachDeviceAsync(trace.Name, path => paths.IsInImageDirectory(path) && VolumePaths.ReadImageVmid(path) == vmid, cancellationToken),
        { Kind: VolumeTraceKind.ImageFile } => Steps.InOrderAsync(
            () => loops.DetachAsync(trace.Name, cancellationToken),
            () => images.DestroyAsync(trace.Name, cancellationToken)),
        _ => Task.FromResult(HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"{trace.Name} has none of our names")),
    };

    private async Task<HostResult<Nothing>> VerifyAsync(VolumeTrace trace, CancellationToken cancellationToken) =>
        await inventory.ListOursAsync(cancellationToken) switch
        {
            HostResult<ImmutableArray<VolumeTrace>>.Done { Value: var left } => left.Any(t => IsSame(t, trace))
                ? HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"{trace.Name} was removed, but is still there")
                : HostResult.Done,
            var other => other.As<Nothing>(),
        };
}
