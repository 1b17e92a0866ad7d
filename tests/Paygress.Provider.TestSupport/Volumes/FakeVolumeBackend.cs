using System.Collections.Immutable;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.TestSupport.Volumes;

/// <summary>Data volumes in memory.</summary>
public sealed class FakeVolumeBackend(TimeProvider timeProvider) : IVolumeBackend
{
    private readonly SortedDictionary<Vmid, FakeVolume> _volumes = [];

    /// <summary>What goes wrong, and what was asked for. Verbs are the port's methods without <c>Async</c>.</summary>
    public FaultScript Faults { get; } = new();

    /// <summary>The vmids of all volumes there are.</summary>
    public ImmutableHashSet<Vmid> OccupiedVmids => Faults.WithState(() => _volumes.Keys.ToImmutableHashSet());

    /// <summary>The volume with this vmid's name; none when there is none.</summary>
    public FakeVolume? Find(Vmid vmid) => Faults.WithState(() => _volumes.GetValueOrDefault(vmid));

    /// <summary>Puts a volume there that this backend was not asked for.</summary>
    /// <param name="key">Given for one that is encrypted.</param>
    public FakeVolume Add(Vmid vmid, LeaseId? leaseId, bool isOpen = false, DateTimeOffset? createdAt = null, VolumeKey? key = null) => Faults.WithState(() =>
        _volumes[vmid] = new FakeVolume { LeaseId = leaseId, IsOpen = isOpen, CreatedAt = createdAt ?? timeProvider.GetUtcNow(), Key = key?.Bytes.ToArray() });

    /// <summary>True when this lease's volume has its device.</summary>
    public bool IsOpen(LeaseId leaseId, Vmid vmid) => Find(vmid) is { IsOpen: true } volume && volume.LeaseId == leaseId;

    /// <summary>Takes all devices away, as a reboot does.</summary>
    public void CloseAll() => Faults.WithState(() =>
    {
        foreach (var volume in _volumes.Values)
        {
            volume.IsOpen = volume.IsHalfOpen = false;
        }

        return true;
    });

    /// <inheritdoc />
    public Task<HostResult<Nothing>> CreateAsync(VolumeSpec spec, VolumeKey? key, CancellationToken cancellationToken) =>
        Faults.PlayAsync("Create", spec.Vmid, () =>
        {
            if (spec.IsEncrypted && key is null)
            {
                return Failed(ErrorCodes.VolumeKeyLost, "the key is needed and not there");
            }

            var volume = new FakeVolume
            {
                LeaseId = spec.LeaseId,
                SizeBytes = spec.SizeBytes,
                IsOpen = true,
                CreatedAt = timeProvider.GetUtcNow(),
                Key = spec.IsEncrypted ? key!.Bytes.ToArray() : null, // not null: looked at above
            };
            return _volumes.TryAdd(spec.Vmid, volume) ? HostResult.Done : Failed("something of that vmid is there already");
        }, cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<Nothing>> OpenAsync(VolumeSpec spec, VolumeKey? key, CancellationToken cancellationToken) =>
        Faults.PlayAsync("Open", spec.Vmid, () =>
        {
            if (StatusOf(spec) is VolumeStatus.Absent or VolumeStatus.Foreign)
            {
                return Failed("there is no such volume of this lease");
            }

            var volume = _volumes[spec.Vmid];
            var refusal = volume.IsOpen || volume.IsHalfOpen ? null : RefusalOf(volume, key); // what has its mapping needs no key
            volume.IsOpen |= refusal is null;
            return refusal ?? HostResult.Done;
        }, cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<Nothing>> CloseAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        Faults.PlayAsync("Close", spec.Vmid, () =>
        {
            if (StatusOf(spec) == VolumeStatus.Foreign)
            {
                return Failed("the volume is not this lease's");
            }

            if (_volumes.TryGetValue(spec.Vmid, out var volume))
            {
                volume.IsOpen = volume.IsHalfOpen = false;
            }

            return HostResult.Done;
        }, cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<Nothing>> DestroyAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        Faults.PlayAsync("Destroy", spec.Vmid, () =>
        {
            if (StatusOf(spec) == VolumeStatus.Foreign)
            {
                return Failed("the volume is not this lease's");
            }

            if (_volumes.TryGetValue(spec.Vmid, out var volume) && volume.IsInUse())
            {
                return Failed("the volume is in use");
            }

            _volumes.Remove(spec.Vmid);
            return HostResult.Done;
        }, cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<VolumeStatus>> InspectAsync(VolumeSpec spec, CancellationToken cancellationToken) =>
        Faults.PlayAsync("Inspect", spec.Vmid, () => HostResult.Of(StatusOf(spec)), cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<ImmutableArray<VolumeTrace>>> ListOursAsync(CancellationToken cancellationToken) =>
        Faults.PlayAsync("ListOurs", null, () => HostResult.Of(_volumes.SelectMany(TracesOf).ToImmutableArray()), cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<Nothing>> RemoveAsync(VolumeTrace trace, CancellationToken cancellationToken) =>
        Faults.PlayAsync("Remove", trace.Name, () =>
        {
            // The parts of a volume are one thing here: the file goes, all goes; the device goes, it is closed.
            if (trace.Vmid is not { } vmid || !_volumes.TryGetValue(vmid, out var volume))
            {
                return HostResult.Done;
            }

            if (volume.LeaseId != trace.LeaseId)
            {
                return Failed("it has become somebody else's meanwhile");
            }

            volume.IsOpen &= trace.Kind is not (VolumeTraceKind.Mapping or VolumeTraceKind.LoopDevice or VolumeTraceKind.DeviceLink);
            if (trace.Kind is VolumeTraceKind.ImageFile)
            {
                _volumes.Remove(vmid);
            }

            return HostResult.Done;
        }, cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<ImmutableHashSet<Vmid>>> FindOccupiedVmidsAsync(CancellationToken cancellationToken) =>
        Faults.PlayAsync("FindOccupiedVmids", null, () => HostResult.Of(_volumes.Keys.ToImmutableHashSet()), cancellationToken);

    /// <summary>A container was made that holds the volume.</summary>
    internal void Use(Vmid vmid, Func<bool> isInUse)
    {
        if (Find(vmid) is { } volume)
        {
            volume.IsInUse = isInUse;
        }
    }

    private static HostResult<Nothing> Failed(string detail) => Failed(ErrorCodes.BackendError, detail);

    private static HostResult<Nothing> Failed(string code, string detail) => HostResult.Failed<Nothing>(code, detail);

    private static HostResult<Nothing>? RefusalOf(FakeVolume volume, VolumeKey? key) => volume.Key is not { } right ? null
        : key is null ? Failed(ErrorCodes.VolumeKeyLost, "the key is needed and not there")
        : key.Bytes.Span.SequenceEqual(right) ? null
        : Failed(ErrorCodes.WrongKey, "the key does not fit");

    private VolumeStatus StatusOf(VolumeSpec spec) => _volumes.TryGetValue(spec.Vmid, out var volume) switch
    {
        false => VolumeStatus.Absent,
        true when volume!.LeaseId != spec.LeaseId || volume.IsEncrypted != spec.IsEncrypted => VolumeStatus.Foreign,
        true => volume.IsOpen ? VolumeStatus.Open : VolumeStatus.Closed,
    };

    private static IEnumerable<VolumeTrace> TracesOf(KeyValuePair<Vmid, FakeVolume> entry)
    {
        var (vmid, volume) = entry;
        yield return new(VolumeTraceKind.DockerVolume, $"paygress-{vmid}-data", vmid, volume.LeaseId, volume.CreatedAt);
        yield return new(VolumeTraceKind.ImageFile, $"/volumes/{vmid}.{(volume.IsEncrypted ? "luks" : "img")}", vmid, volume.LeaseId, volume.CreatedAt);
        if (volume.IsEncrypted && (volume.IsOpen || volume.IsHalfOpen))
        {
            yield return new(VolumeTraceKind.Mapping, $"/dev/mapper/paygress-{vmid}-luks", vmid, volume.LeaseId, volume.CreatedAt);
        }

        if (volume.IsOpen)
        {
            yield return new(VolumeTraceKind.LoopDevice, $"/dev/loop{vmid}", vmid, volume.LeaseId, volume.CreatedAt);
            yield return new(VolumeTraceKind.DeviceLink, $"/dev-links/{vmid}", vmid, volume.LeaseId, volume.CreatedAt);
        }
    }
}
