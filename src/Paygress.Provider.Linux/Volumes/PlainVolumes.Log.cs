using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Volumes;

// What the journal says of volumes.
internal sealed partial class PlainVolumes
{
    [LoggerMessage(EventIds.VolumeCreated, LogLevel.Debug, "Volume of {Vmid} made with {SizeBytes} bytes")]
    private partial void VolumeCreated(Vmid vmid, long sizeBytes);

    [LoggerMessage(EventIds.VolumeDestroyed, LogLevel.Debug, "Volume of {Vmid} destroyed")]
    private partial void VolumeDestroyed(Vmid vmid);

    [LoggerMessage(EventIds.VolumeForeign, LogLevel.Warning, "Volume of {Vmid} is left alone: {Reason}")]
    private partial void VolumeForeign(Vmid vmid, string reason);
}
