using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>The image files of encrypted volumes: made whole or not at all, and made unreadable before they go.</summary>
internal sealed class LuksImages(VolumePaths paths, VolumeImages images, Cryptsetup cryptsetup)
{
    /// <summary>Makes an image file with nothing in it but the header.</summary>
    public Task<HostResult<Nothing>> CreateAsync(VolumeSpec spec, VolumeKey key, CancellationToken cancellationToken)
    {
        // Under another name until its header says whose it is, which is all that a destroy has to know.
        var unfinished = paths.UnfinishedImageOf(spec.Vmid, spec.LeaseId);
        return Steps.InOrderAsync(
            () => Task.FromResult(images.Create(unfinished, spec.SizeBytes)),
            () => cryptsetup.FormatAsync(unfinished, spec.LeaseId, key, cancellationToken),
            () => Task.FromResult(VolumeImages.Rename(unfinished, paths.ImageOf(spec))));
    }

    /// <summary>Destroys the key slots, then removes the file: its blocks may stay on the disk for long. One that is gone is no error.</summary>
    public async Task<HostResult<Nothing>> DestroyAsync(string image, CancellationToken cancellationToken)
    {
        // Opened, and so written to, is only what has its final name; and cryptsetup erases no header that is half written.
        if (VolumePaths.ReadUnfinished(image) is not null)
        {
            return VolumeImages.Delete(image);
        }

        var header = VolumeLook.At(() => LuksHeader.ReadUuid(image));
        if (header is not HostResult<Guid?>.Done { Value: var uuid })
        {
            return header.As<Nothing>();
        }

        var erased = uuid is null ? HostResult.Done : await cryptsetup.EraseAsync(image, cancellationToken);
        return erased.IsDone ? VolumeImages.Delete(image) : erased;
    }
}
