using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Cgroups;
using Paygress.Provider.Linux.Network;
using Paygress.Provider.Linux.Node;
using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.Linux.Checks;

/// <summary>What this machine can offer, read anew at each question: a few small files, no process.</summary>
internal sealed class HostSupport(ProcFileSystem proc, PlainVolumeKind plain, NetworkState network) : IHostSupport
{
    private readonly CgroupSupport _cgroups = new();
    private readonly VolumeSupport _volumes = new();
    private readonly EncryptionSupport _encryption = new(proc);

    /// <inheritdoc />
    public string? FindObstacle(HostCapability capability) => Find(capability)?.What;

    private HostObstacle? Find(HostCapability capability) => capability switch
    {
        HostCapability.Leases => _cgroups.Find() ?? FindNetwork(),
        HostCapability.DataVolumes => plain is PlainVolumeKind.Image ? _volumes.Find() : null,
        HostCapability.EncryptedVolumes => _volumes.Find() ?? _encryption.Find(),
        _ => throw new ArgumentOutOfRangeException(nameof(capability)),
    };

    private HostObstacle? FindNetwork() => network.FindObstacle() is { } obstacle ? new HostObstacle(obstacle, NetworkCheck.Fix) : null;
}
