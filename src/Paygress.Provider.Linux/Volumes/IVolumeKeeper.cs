using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>One way to keep a single volume. The members mean what those of <see cref="IVolumeBackend"/> mean.</summary>
internal interface IVolumeKeeper
{
    /// <summary>Makes the volume. The caller has seen that nothing of that vmid is there.</summary>
    Task<HostResult<Nothing>> CreateAsync(VolumeSpec spec, VolumeKey? key, CancellationToken cancellationToken);

    /// <summary>Makes an existing volume ready for a start of its container.</summary>
    Task<HostResult<Nothing>> OpenAsync(VolumeSpec spec, VolumeKey? key, CancellationToken cancellationToken);

    /// <summary>Takes the device away; the data stay.</summary>
    Task<HostResult<Nothing>> CloseAsync(VolumeSpec spec, CancellationToken cancellationToken);

    /// <summary>Removes every trace of the volume and verifies it.</summary>
    Task<HostResult<Nothing>> DestroyAsync(VolumeSpec spec, CancellationToken cancellationToken);

    /// <summary>Looks without touching.</summary>
    Task<HostResult<VolumeStatus>> InspectAsync(VolumeSpec spec, CancellationToken cancellationToken);
}
