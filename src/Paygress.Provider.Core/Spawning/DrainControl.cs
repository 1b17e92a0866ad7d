using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Diagnostics;

namespace Paygress.Provider.Core.Spawning;

/// <summary>Turns the taking of new leases off and on, and tells the journal.</summary>
public sealed partial class DrainControl(IDrainSwitch drain, ILogger<DrainControl> logger)
{
    public async Task SetAsync(bool draining, CancellationToken cancellationToken)
    {
        if (drain.IsDraining != draining)
        {
            await drain.SetAsync(draining, cancellationToken);
            DrainChanged(draining);
        }
    }

    [LoggerMessage(EventIds.DrainChanged, LogLevel.Information, "Draining is now {Draining}: new leases are refused while it is true")]
    private partial void DrainChanged(bool draining);
}
