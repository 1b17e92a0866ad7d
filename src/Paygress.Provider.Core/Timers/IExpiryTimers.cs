using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Timers;

/// <summary>The host's own timers, which need no provider to fire. They do not outlive the host's uptime.</summary>
public interface IExpiryTimers
{
    /// <summary>The uptime that the timers go by.</summary>
    TimeSpan Uptime { get; }

    /// <summary>Arms a timer that kills this container; done also when it is armed already.</summary>
    Task<HostResult<Nothing>> ArmAsync(ExpiryTimer timer, string containerId, CancellationToken cancellationToken);

    /// <summary>All timers of ours: those that wait, and those that are at their work.</summary>
    Task<HostResult<ImmutableArray<ExpiryTimer>>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Removes timers, also in the middle of their work: what that has asked of docker by then may still happen. Done also when they are gone already.</summary>
    Task<HostResult<Nothing>> RemoveAsync(ImmutableArray<ExpiryTimer> timers, CancellationToken cancellationToken);
}
