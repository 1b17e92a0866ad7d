using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Volumes of a bounded size: an image file, a loop device, ext4, and an entry by which dockerd mounts it. We mount nothing.</summary>
internal sealed class PlainVolumes(
    VolumePaths paths,
    VolumeImages images,
    VolumeDevices devices,
    Ext4Formatter formatter,
    DockerDataVolumes dockerVolumes,
    VolumeInventory inventory,
    VolumeJournal journal) : IVolumeKeeper
{
    /// <inheritdoc />
    public Task<HostResult<Nothing>> CreateAsync(VolumeSpec spec, VolumeKey? key, CancellationToken cancellationToken) =>
        Steps.OrUndoAsync(() => BuildAsync(spec, cancellationToken), () => DestroyAsync(spec, CancellationToken.None));

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> OpenAsync(VolumeSpec spec, VolumeKey? key, CancellationToken cancellationToken)
    {
        var whose = await IdentifyAsync(spec, cancellationToken);
        if (whose is not HostResult<VolumeParts>.Done { Value: var parts })
        {
            return whose.As<Nothing>();
        }

        if (parts.IsForeign || !parts.HasImage)
        {
            return journal.Refuse(spec, parts.IsForeign ? "it is another lease's" : "its image file is missing");
        }

        // Before the link is set: an entry that shows another device must never meet a device of ours.
        var entry = await dockerVolumes.CreateAsync(spec.LeaseId, spec.Vmid, paths.LinkOf(spec.Vmid), cancellationToken);
        return entry.IsDone ? await devices.OpenAsync(spec.Vmid, paths.PlainImageOf(spec.Vmid), cancellationToken) : entry;
    }

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> CloseAsync(VolumeSpec spec, CancellationToken cancellationToken)
    {
        var whose = await IdentifyAsync(spec, cancellationToken);
        return whose is not HostResult<VolumeParts>.Done { Value: var parts } ? whose.As<Nothing>()
            : parts.IsForeign ? journal.Refuse(spec, "it is another lease's")
            : await devices.CloseAsync(spec.Vmid, paths.PlainImageOf(spec.Vmid), cancellationToken);
    }

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> DestroyAsync(VolumeSpec spec, CancellationToken cancellationToken)
    {
        var whose = await IdentifyAsync(spec, cancellationToken);
        if (whose is not HostResult<VolumeParts>.Done { Value: var parts })
        {
            return whose.As<Nothing>();
        }

        if (parts.IsForeign)
        {
            return journal.Refuse(spec, "it is another lease's");
        }

        var destroyed = await TearDownAsync(spec, parts, cancellationToken);
        if (destroyed.IsDone && (parts.HasImage || parts.HasDockerVolume))
        {
            journal.VolumeDestroyed(spec.Vmid);
        }

        return destroyed;
    }

    /// <inheritdoc />
    public async Task<HostResult<VolumeStatus>> InspectAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        (await IdentifyAsync(spec, cancellationToken)).Select(parts => parts.ToStatus());

    private Task<HostResult<VolumeParts>> IdentifyAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        inventory.IdentifyAsync(spec, cancellationToken);

    private async Task<HostResult<Nothing>> BuildAsync(VolumeSpec spec, CancellationToken cancellationToken)
    {
        // Under another name until it is whole: a file with our name then always says inside whose it is.
        var unfinished = paths.UnfinishedImageOf(spec.Vmid, spec.LeaseId);
        var image = paths.PlainImageOf(spec.Vmid);
        return await Steps.InOrderAsync(
            () => Task.FromResult(images.Create(unfinished, spec.SizeBytes)),
            () => formatter.FormatAsync(unfinished, spec.LeaseId, cancellationToken),
            () => Task.FromResult(VolumeImages.Rename(unfinished, image)),
            () => dockerVolumes.CreateAsync(spec.LeaseId, spec.Vmid, paths.LinkOf(spec.Vmid), cancellationToken),
            () => devices.OpenAsync(spec.Vmid, image, cancellationToken));
    }

    private async Task<HostResult<Nothing>> TearDownAsync(VolumeSpec spec, VolumeParts parts, CancellationToken cancellationToken)
    {
        var image = paths.PlainImageOf(spec.Vmid);
        return await Steps.InOrderAsync(
            () => parts.HasDockerVolume ? dockerVolumes.DeleteAsync(spec.Vmid, cancellationToken) : Steps.Nothing,
            () => devices.CloseAsync(spec.Vmid, image, cancellationToken),
            () => Task.FromResult(VolumeImages.Delete(image)),
            () => Task.FromResult(VolumeImages.Delete(paths.UnfinishedImageOf(spec.Vmid, spec.LeaseId))),
            () => VerifyGoneAsync(spec, cancellationToken));
    }

    private async Task<HostResult<Nothing>> VerifyGoneAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        await IdentifyAsync(spec, cancellationToken) switch
        {
            HostResult<VolumeParts>.Done { Value: var left } => left.ToStatus() == VolumeStatus.Absent
                ? HostResult.Done
                : HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"the volume of {spec.Vmid} was removed, but is still there: {left}"),
            var other => other.As<Nothing>(),
        };
}
