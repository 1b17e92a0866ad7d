using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Volumes without encryption, of either kind: a new one is made as <c>Volumes:Plain</c> says, one that is there is kept as it was made.</summary>
internal sealed class UnencryptedVolumes(
    PlainVolumes images, ClassicVolumes directories, VolumePaths paths, DockerDataVolumes dockerVolumes, VolumesOptions options) : IVolumeKeeper
{
    /// <inheritdoc />
    public Task<HostResult<Nothing>> CreateAsync(VolumeSpec spec, VolumeKey? key, CancellationToken cancellationToken) =>
        (options.Plain is PlainVolumeKind.Image ? (IVolumeKeeper)images : directories).CreateAsync(spec, key, cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<Nothing>> OpenAsync(VolumeSpec spec, VolumeKey? key, CancellationToken cancellationToken) =>
        ByItsKeeperAsync(spec, keeper => keeper.OpenAsync(spec, key, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<Nothing>> CloseAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        ByItsKeeperAsync(spec, keeper => keeper.CloseAsync(spec, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<Nothing>> DestroyAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        ByItsKeeperAsync(spec, keeper => keeper.DestroyAsync(spec, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<VolumeStatus>> InspectAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        ByItsKeeperAsync(spec, keeper => keeper.InspectAsync(spec, cancellationToken), cancellationToken);

    private async Task<HostResult<T>> ByItsKeeperAsync<T>(VolumeSpec spec, Func<IVolumeKeeper, Task<HostResult<T>>> act, CancellationToken cancellationToken) =>
        await IsDirectoryAsync(spec, cancellationToken) switch
        {
            HostResult<bool>.Done { Value: true } => await act(directories),
            HostResult<bool>.Done => await act(images),
            var other => other.As<T>(),
        };

    // Only what is a directory of docker's and nothing else. Whatever is left of half a volume, or nothing at all, is for the keeper of images, who looks for all of it.
    private async Task<HostResult<bool>> IsDirectoryAsync(VolumeSpec spec, CancellationToken cancellationToken)
    {
        var image = VolumeLook.At(() => FileIdentity.Of(paths.PlainImageOf(spec.Vmid)) ?? FileIdentity.Of(paths.UnfinishedImageOf(spec.Vmid, spec.LeaseId)));
        if (image is not HostResult<FileIdentity?>.Done { Value: null })
        {
            return image.IsDone ? HostResult.Of(false) : image.As<bool>();
        }

        return (await dockerVolumes.FindAsync(spec.Vmid, cancellationToken)).Select(volume => volume is { Options: null or { Count: 0 } });
    }
}
