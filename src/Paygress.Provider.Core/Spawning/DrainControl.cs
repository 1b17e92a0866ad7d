using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Spawning;

/// <summary>Turns the taking of new leases off and on, and tells the journal.</summary>
public sealed partial class DrainControl(IDrainSwitch drain, ILogger<DrainControl> logger)
{
    /// <summary>Sent after every change.</summary>
    public Pulse Changed { get; } = new();

    public async Task SetAsync(bool draining, CancellationToken cancellationToken)
    {
        if (drain.IsDraining != draining)
        {
            await drain.SetAsync(draining, cancellationToken);
            DrainChanged(draining);
            Changed.Send();
        }
    }

    [LoggerMessage(EventIds.DrainChanged, LogLevel.Information, "Draining is now {Draining}: new leases are refused while it is true")]
    private partial void DrainChanged(bool draining);
}
