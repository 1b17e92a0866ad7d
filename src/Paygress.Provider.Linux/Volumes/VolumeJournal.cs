using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>What the journal says of volumes, whichever way they are kept.</summary>
internal sealed partial class VolumeJournal(ILogger<VolumeJournal> logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>Says that a volume is left alone, and gives the refusal.</summary>
    public HostResult<Nothing> Refuse(VolumeSpec spec, string why)
    {
        VolumeForeign(spec.Vmid, why);
        return HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"the volume of {spec.Vmid} is left alone: {why}");
    }

    [LoggerMessage(EventIds.VolumeCreated, LogLevel.Debug, "Volume of {Vmid} made with {SizeBytes} bytes")]
    public partial void VolumeCreated(Vmid vmid, long sizeBytes);

    [LoggerMessage(EventIds.VolumeDestroyed, LogLevel.Debug, "Volume of {Vmid} destroyed")]
    public partial void VolumeDestroyed(Vmid vmid);

    [LoggerMessage(EventIds.VolumePinned, LogLevel.Warning, "Mapping of {Vmid} is {Holder}; its key was taken out of the kernel")]
    public partial void VolumePinned(Vmid vmid, string holder);

    [LoggerMessage(EventIds.VolumeForeign, LogLevel.Warning, "Volume of {Vmid} is left alone: {Reason}")]
    private partial void VolumeForeign(Vmid vmid, string reason);
}
