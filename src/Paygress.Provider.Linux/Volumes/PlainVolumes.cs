using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Volumes of a bounded size: an image file, a loop device, ext4, and an entry by which dockerd mounts it. We mount nothing.</summary>
internal sealed partial class PlainVolumes : IVolumeBackend
{
    private readonly VolumePaths _paths;
    private readonly VolumeImages _images;
    private readonly VolumeDevices _devices;
    private readonly Ext4Formatter _formatter;
    private readonly DockerDataVolumes _dockerVolumes;
    private readonly VolumeInventory _inventory;
    private readonly VolumeRemover _remover;
    private readonly ILogger _logger;

    public PlainVolumes(
        VolumePaths paths,
        VolumesOptions options,
        HostTools tools,
        DockerDataVolumes dockerVolumes,
        TimeProvider timeProvider,
        ILogger<PlainVolumes> logger)
    {
        var loops = new LoopDevices(tools, timeProvider);
        var links = new DeviceLinks(paths);
        _paths = paths;
        _images = new VolumeImages(paths, options);
        _devices = new VolumeDevices(loops, links);
        _formatter = new Ext4Formatter(tools);
        _dockerVolumes = dockerVolumes;
        _inventory = new VolumeInventory(paths, _images, _devices, dockerVolumes);
        _remover = new VolumeRemover(paths, _inventory, loops, links, dockerVolumes);
        _logger = logger;
    }

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> CreateAsync(VolumeSpec spec, VolumeKey? key, CancellationToken cancellationToken)
    {
        var occupied = await _inventory.FindOccupiedVmidsAsync(cancellationToken);
        if (occupied is not HostResult<ImmutableHashSet<Vmid>>.Done { Value: var vmids })
        {
            return occupied.As<Nothing>();
        }

        if (vmids.Contains(spec.Vmid))
        {
            return Foreign(spec, "something of this number is on the host already");
        }

        var created = await BuildAsync(spec, cancellationToken);
        if (created.IsDone)
        {
            VolumeCreated(spec.Vmid, spec.SizeBytes);
        }

        return created;
    }

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
            return Foreign(spec, parts.IsForeign ? "it is another lease's" : "its image file is missing");
        }

        // Before the link is set: an entry that shows another device must never meet a device of ours.
        var entry = await _dockerVolumes.CreateAsync(spec.LeaseId, spec.Vmid, _paths.LinkOf(spec.Vmid), cancellationToken);
        return entry.IsDone ? await _devices.OpenAsync(spec.Vmid, _paths.PlainImageOf(spec.Vmid), cancellationToken) : entry;
    }

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> CloseAsync(VolumeSpec spec, CancellationToken cancellationToken)
    {
        var whose = await IdentifyAsync(spec, cancellationToken);
        return whose is not HostResult<VolumeParts>.Done { Value: var parts } ? whose.As<Nothing>()
            : parts.IsForeign ? Foreign(spec, "it is another lease's")
            : await _devices.CloseAsync(spec.Vmid, _paths.PlainImageOf(spec.Vmid), cancellationToken);
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
            return Foreign(spec, "it is another lease's");
        }

        var destroyed = await TearDownAsync(spec, parts, cancellationToken);
        if (destroyed.IsDone && (parts.HasImage || parts.HasDockerVolume))
        {
            VolumeDestroyed(spec.Vmid);
        }

        return destroyed;
    }

    /// <inheritdoc />
    public async Task<HostResult<VolumeStatus>> InspectAsync(VolumeSpec spec, CancellationToken cancellationToken)
    {
        var whose = await IdentifyAsync(spec, cancellationToken);
        return whose is HostResult<VolumeParts>.Done { Value: var parts } ? HostResult.Of(parts.ToStatus()) : whose.As<VolumeStatus>();
    }

    /// <inheritdoc />
    public Task<HostResult<ImmutableArray<VolumeTrace>>> ListOursAsync(CancellationToken cancellationToken) =>
        _inventory.ListOursAsync(cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<Nothing>> RemoveAsync(VolumeTrace trace, CancellationToken cancellationToken) =>
        _remover.RemoveAsync(trace, cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<ImmutableHashSet<Vmid>>> FindOccupiedVmidsAsync(CancellationToken cancellationToken) =>
        _inventory.FindOccupiedVmidsAsync(cancellationToken);

    private Task<HostResult<VolumeParts>> IdentifyAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        _inventory.IdentifyAsync(spec, _paths.PlainImageOf(spec.Vmid), cancellationToken);

    private async Task<HostResult<Nothing>> BuildAsync(VolumeSpec spec, CancellationToken cancellationToken)
    {
        try
        {
            var result = await BuildStepsAsync(spec, cancellationToken);
            if (!result.IsDone)
            {
                // The first error is the one to tell; what cannot be undone now is found by the next destroy.
                await DestroyAsync(spec, cancellationToken);
            }

            return result;
        }
        catch (OperationCanceledException)
        {
            // Every step has a deadline of its own, so this ends although the caller's token must not end it.
            await DestroyAsync(spec, CancellationToken.None);
            throw;
        }
    }

    private async Task<HostResult<Nothing>> BuildStepsAsync(VolumeSpec spec, CancellationToken cancellationToken)
    {
        // Under another name until it is whole: a file with our name then always says inside whose it is.
        var unfinished = _paths.UnfinishedImageOf(spec.Vmid, spec.LeaseId);
        var image = _paths.PlainImageOf(spec.Vmid);
        return await Steps.InOrderAsync(
            () => Task.FromResult(_images.Create(unfinished, spec.SizeBytes)),
            () => _formatter.FormatAsync(unfinished, spec.LeaseId, cancellationToken),
            () => Task.FromResult(VolumeImages.Rename(unfinished, image)),
            () => _dockerVolumes.CreateAsync(spec.LeaseId, spec.Vmid, _paths.LinkOf(spec.Vmid), cancellationToken),
            () => _devices.OpenAsync(spec.Vmid, image, cancellationToken));
    }

    private async Task<HostResult<Nothing>> TearDownAsync(VolumeSpec spec, VolumeParts parts, CancellationToken cancellationToken)
    {
        var image = _paths.PlainImageOf(spec.Vmid);
        return await Steps.InOrderAsync(
            () => parts.HasDockerVolume ? _dockerVolumes.DeleteAsync(spec.Vmid, cancellationToken) : Steps.Nothing,
            () => _devices.CloseAsync(spec.Vmid, image, cancellationToken),
            () => Task.FromResult(VolumeImages.Delete(image)),
            () => Task.FromResult(VolumeImages.Delete(_paths.UnfinishedImageOf(spec.Vmid, spec.LeaseId))),
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

    private HostResult<Nothing> Foreign(VolumeSpec spec, string why)
    {
        VolumeForeign(spec.Vmid, why);
        return HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"the volume of {spec.Vmid} is left alone: {why}");
    }
}
