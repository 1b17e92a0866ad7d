using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Volumes that are directories of docker's: nothing to open or close, and no bound on their size.</summary>
internal sealed class ClassicVolumes(DockerDataVolumes dockerVolumes) : IVolumeKeeper
{
    /// <inheritdoc />
    public async Task<HostResult<Nothing>> CreateAsync(VolumeSpec spec, VolumeKey? key, CancellationToken cancellationToken) =>
        await InspectAsync(spec, cancellationToken) switch
        {
            HostResult<VolumeStatus>.Done { Value: VolumeStatus.Absent } => await dockerVolumes.CreateAsync(spec.LeaseId, spec.Vmid, device: null, cancellationToken),
            HostResult<VolumeStatus>.Done => Foreign(spec),
            var other => other.As<Nothing>(),
        };

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> OpenAsync(VolumeSpec spec, VolumeKey? key, CancellationToken cancellationToken) =>
        await InspectAsync(spec, cancellationToken) switch
        {
            HostResult<VolumeStatus>.Done { Value: VolumeStatus.Open } => HostResult.Done,
            HostResult<VolumeStatus>.Done => Foreign(spec),
            var other => other.As<Nothing>(),
        };

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> CloseAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        await InspectAsync(spec, cancellationToken) switch
        {
            HostResult<VolumeStatus>.Done { Value: VolumeStatus.Foreign } => Foreign(spec),
            HostResult<VolumeStatus>.Done => HostResult.Done,
            var other => other.As<Nothing>(),
        };

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> DestroyAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        await InspectAsync(spec, cancellationToken) switch
        {
            HostResult<VolumeStatus>.Done { Value: VolumeStatus.Absent } => HostResult.Done,
            HostResult<VolumeStatus>.Done { Value: VolumeStatus.Open } => await DeleteAsync(spec.Vmid, cancellationToken),
            HostResult<VolumeStatus>.Done => Foreign(spec),
            var other => other.As<Nothing>(),
        };

    /// <inheritdoc />
    public async Task<HostResult<VolumeStatus>> InspectAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        await dockerVolumes.FindAsync(spec.Vmid, cancellationToken) switch
        {
            HostResult<DockerVolume?>.Done { Value: null } => HostResult.Of(VolumeStatus.Absent),
            HostResult<DockerVolume?>.Done { Value: { } volume } => HostResult.Of(
                dockerVolumes.IsExactly(volume, spec.LeaseId, device: null) ? VolumeStatus.Open : VolumeStatus.Foreign),
            var other => other.As<VolumeStatus>(),
        };

    private static HostResult<Nothing> Foreign(VolumeSpec spec) =>
        HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"the docker volume {DockerNames.VolumeOf(spec.Vmid)} is missing, or there is one that is not this lease's");

    private async Task<HostResult<Nothing>> DeleteAsync(Vmid vmid, CancellationToken cancellationToken)
    {
        var deleted = await dockerVolumes.DeleteAsync(vmid, cancellationToken);
        return !deleted.IsDone ? deleted : await dockerVolumes.FindAsync(vmid, cancellationToken) switch
        {
            HostResult<DockerVolume?>.Done { Value: null } => HostResult.Done,
            HostResult<DockerVolume?>.Done => HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"the docker volume {DockerNames.VolumeOf(vmid)} was removed, but is still there"),
            var other => other.As<Nothing>(),
        };
    }
}
