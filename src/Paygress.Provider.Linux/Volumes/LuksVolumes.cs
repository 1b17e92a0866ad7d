using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Encrypted volumes: an image file with LUKS2, its mapping, ext4, and an entry by which dockerd mounts it. Without the tenant's key it stays shut.</summary>
internal sealed class LuksVolumes(
    IHostSupport support,
    VolumePaths paths,
    LuksImages images,
    LuksDevices devices,
    VolumeDevices loops,
    Ext4Formatter formatter,
    DockerDataVolumes dockerVolumes,
    VolumeInventory inventory,
    VolumeJournal journal) : IVolumeKeeper
{
    // Below this no file system fits behind the header, and cryptsetup itself only warns.
    private const long MinSizeBytes = 8 * CryptsetupArguments.HeaderBytes;

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> CreateAsync(VolumeSpec spec, VolumeKey? key, CancellationToken cancellationToken)
    {
        if (support.FindObstacle(HostCapability.EncryptedVolumes) is { } obstacle)
        {
            return HostResult.Failed<Nothing>(ErrorCodes.EncryptionUnavailable, obstacle);
        }

        if (key is null)
        {
            return KeyLost(spec);
        }

        return spec.SizeBytes < MinSizeBytes
            ? HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"an encrypted volume has at least {MinSizeBytes} bytes")
            : await Steps.OrUndoAsync(
                () => BuildAsync(spec, key, cancellationToken),
                () => DestroyAsync(spec, CancellationToken.None));
    }

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> OpenAsync(VolumeSpec spec, VolumeKey? key, CancellationToken cancellationToken)
    {
        var whose = await inventory.IdentifyAsync(spec, cancellationToken);
        if (whose is not HostResult<VolumeParts>.Done { Value: var parts })
        {
            return whose.As<Nothing>();
        }

        if (parts.IsForeign || !parts.HasImage)
        {
            return journal.Refuse(spec, parts.IsForeign ? "it is another lease's" : "its image file is missing");
        }

        if (parts.HasMapping)
        {
            return await ShowAsync(spec, cancellationToken);
        }

        if (key is null)
        {
            return KeyLost(spec);
        }

        var opened = await devices.OpenAsync(spec.Vmid, paths.ImageOf(spec), key, cancellationToken);
        return opened.IsDone
            ? await Steps.OrUndoAsync(() => ShowAsync(spec, cancellationToken), () => CloseAsync(spec, CancellationToken.None))
            : opened;
    }

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> CloseAsync(VolumeSpec spec, CancellationToken cancellationToken)
    {
        var whose = await inventory.IdentifyAsync(spec, cancellationToken);
        return whose is not HostResult<VolumeParts>.Done { Value: var parts } ? whose.As<Nothing>()
            : parts.IsForeign ? journal.Refuse(spec, "it is another lease's")
            : await Steps.InOrderAsync(
                () => Task.FromResult(loops.RemoveLink(spec.Vmid)),
                () => devices.CloseAsync(spec.Vmid, spec.LeaseId, cancellationToken),
                () => loops.CloseAsync(spec.Vmid, paths.ImageOf(spec), cancellationToken));
    }

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> DestroyAsync(VolumeSpec spec, CancellationToken cancellationToken)
    {
        var whose = await inventory.IdentifyAsync(spec, cancellationToken);
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
        (await inventory.IdentifyAsync(spec, cancellationToken)).Select(parts => parts.ToStatus());

    private static HostResult<Nothing> KeyLost(VolumeSpec spec) =>
        HostResult.Failed<Nothing>(ErrorCodes.VolumeKeyLost, $"the key of the volume of {spec.Vmid} is needed and not there");

    private async Task<HostResult<Nothing>> BuildAsync(VolumeSpec spec, VolumeKey key, CancellationToken cancellationToken) =>
        await Steps.InOrderAsync(
            () => images.CreateAsync(spec, key, cancellationToken),
            () => devices.OpenAsync(spec.Vmid, paths.ImageOf(spec), key, cancellationToken),
            () => VerifyAsync(spec, parts => parts.IsMappingSound, "its mapping is not what was asked for", cancellationToken),
            () => formatter.FormatAsync(inventory.DeviceOf(spec.Vmid), spec.LeaseId, cancellationToken),
            () => ShowAsync(spec, cancellationToken));

    // The last steps to a volume that dockerd can mount, with nothing left to chance: the mapping, what is in it, the entry, and only then the link.
    private async Task<HostResult<Nothing>> ShowAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        await Steps.InOrderAsync(
            () => VerifyAsync(spec, parts => parts is { IsForeign: false, IsMappingSound: true, HasFileSystem: true }, "its mapping does not show its file system", cancellationToken),
            () => dockerVolumes.CreateAsync(spec.LeaseId, spec.Vmid, paths.LinkOf(spec.Vmid), cancellationToken),
            () => Task.FromResult(loops.SetLink(spec.Vmid, inventory.DeviceOf(spec.Vmid))));

    private async Task<HostResult<Nothing>> TearDownAsync(VolumeSpec spec, VolumeParts parts, CancellationToken cancellationToken)
    {
        // One that a container still holds stays, but does not keep us from making its content unreadable.
        var entry = parts.HasDockerVolume ? await dockerVolumes.DeleteAsync(spec.Vmid, cancellationToken) : HostResult.Done;
        if (entry is HostResult<Nothing>.Unknown)
        {
            return entry;
        }

        var unlinked = loops.RemoveLink(spec.Vmid);
        var closed = unlinked.IsDone ? await devices.CloseOrWipeAsync(spec.Vmid, spec.LeaseId, cancellationToken) : unlinked;
        if (!closed.IsDone && devices.HasKey(spec.Vmid))
        {
            return closed;
        }

        var erased = await EraseAsync(spec, cancellationToken);
        return !closed.IsDone ? closed : !erased.IsDone ? erased : !entry.IsDone ? entry
            : await VerifyAsync(spec, left => left.ToStatus() == VolumeStatus.Absent, "it was removed, but is still there", cancellationToken);
    }

    private Task<HostResult<Nothing>> EraseAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        Steps.InOrderAsync(
            () => loops.CloseAsync(spec.Vmid, paths.ImageOf(spec), cancellationToken),
            () => images.DestroyAsync(paths.ImageOf(spec), cancellationToken),
            () => images.DestroyAsync(paths.UnfinishedImageOf(spec.Vmid, spec.LeaseId), cancellationToken));

    private async Task<HostResult<Nothing>> VerifyAsync(VolumeSpec spec, Func<VolumeParts, bool> isRight, string complaint, CancellationToken cancellationToken) =>
        await inventory.IdentifyAsync(spec, cancellationToken) switch
        {
            HostResult<VolumeParts>.Done { Value: var parts } => isRight(parts)
                ? HostResult.Done
                : HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"the volume of {spec.Vmid}: {complaint}: {parts}"),
            var other => other.As<Nothing>(),
        };
}
