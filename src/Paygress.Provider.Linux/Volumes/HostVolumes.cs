using System.Collections.Immutable;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>The volumes of this machine: each is kept in the way that suits it, and all are in one inventory.</summary>
internal sealed class HostVolumes(UnencryptedVolumes plain, LuksVolumes encrypted, VolumeInventory inventory, VolumeRemover remover, VolumeJournal journal)
    : IVolumeBackend
{
    /// <inheritdoc />
    public async Task<HostResult<Nothing>> CreateAsync(VolumeSpec spec, VolumeKey? key, CancellationToken cancellationToken)
    {
        var occupied = await inventory.FindOccupiedVmidsAsync(cancellationToken);
        if (occupied is not HostResult<ImmutableHashSet<Vmid>>.Done { Value: var vmids })
        {
            return occupied.As<Nothing>();
        }

        if (vmids.Contains(spec.Vmid))
        {
            return journal.Refuse(spec, "something of this number is on the host already");
        }

        var created = await KeeperOf(spec).CreateAsync(spec, key, cancellationToken);
        if (created.IsDone)
        {
            journal.VolumeCreated(spec.Vmid, spec.SizeBytes);
        }

        return created;
    }

    /// <inheritdoc />
    public Task<HostResult<Nothing>> OpenAsync(VolumeSpec spec, VolumeKey? key, CancellationToken cancellationToken) =>
        KeeperOf(spec).OpenAsync(spec, key, cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<Nothing>> CloseAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        KeeperOf(spec).CloseAsync(spec, cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<Nothing>> DestroyAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        KeeperOf(spec).DestroyAsync(spec, cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<VolumeStatus>> InspectAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        KeeperOf(spec).InspectAsync(spec, cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<ImmutableArray<VolumeTrace>>> ListOursAsync(CancellationToken cancellationToken) =>
        inventory.ListOursAsync(cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<Nothing>> RemoveAsync(VolumeTrace trace, CancellationToken cancellationToken) =>
        remover.RemoveAsync(trace, cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<ImmutableHashSet<Vmid>>> FindOccupiedVmidsAsync(CancellationToken cancellationToken) =>
        inventory.FindOccupiedVmidsAsync(cancellationToken);

    private IVolumeKeeper KeeperOf(VolumeSpec spec) => spec.IsEncrypted ? encrypted : plain;
}
