using System.Collections.Immutable;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Volumes;

/// <summary>Makes, opens and destroys data volumes. Every call has a deadline and may be repeated; a volume that is not this lease's is never touched.</summary>
/// <exception cref="OperationCanceledException">The caller's token was cancelled; nothing else throws it.</exception>
public interface IVolumeBackend
{
    /// <summary>Makes the volume, empty and open. Fails when anything of that vmid is there already, and leaves nothing then.</summary>
    /// <param name="key">Given exactly for a volume that is encrypted; the caller disposes it. Fails with <c>encryption_unavailable</c> where the host cannot encrypt.</param>
    Task<HostResult<Nothing>> CreateAsync(VolumeSpec spec, VolumeKey? key, CancellationToken cancellationToken);

    /// <summary>Makes an existing volume ready for a start of its container, after checking that it is this lease's.</summary>
    /// <param name="key">Only for an encrypted volume, and needed only when its mapping is closed. Fails with <c>volume_key_lost</c> when it is needed and missing, with <c>wrong_key</c> when it does not fit; nothing is changed then.</param>
    Task<HostResult<Nothing>> OpenAsync(VolumeSpec spec, VolumeKey? key, CancellationToken cancellationToken);

    /// <summary>Takes the device away; the data stay.</summary>
    Task<HostResult<Nothing>> CloseAsync(VolumeSpec spec, CancellationToken cancellationToken);

    /// <summary>Removes every trace of the volume and verifies it; one that is gone is no error.</summary>
    Task<HostResult<Nothing>> DestroyAsync(VolumeSpec spec, CancellationToken cancellationToken);

    /// <summary>Looks without touching.</summary>
    Task<HostResult<VolumeStatus>> InspectAsync(VolumeSpec spec, CancellationToken cancellationToken);

    /// <summary>Every trace of volumes in our names, and whose it is.</summary>
    Task<HostResult<ImmutableArray<VolumeTrace>>> ListOursAsync(CancellationToken cancellationToken);

    /// <summary>Removes one trace that no lease explains and verifies it; one that is gone is no error.</summary>
    Task<HostResult<Nothing>> RemoveAsync(VolumeTrace trace, CancellationToken cancellationToken);

    /// <summary>The vmids of which a volume trace, ours or not, is on the host; docker's entries are known by their names.</summary>
    Task<HostResult<ImmutableHashSet<Vmid>>> FindOccupiedVmidsAsync(CancellationToken cancellationToken);
}
