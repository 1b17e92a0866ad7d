using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Compute;

/// <summary>Ends a container's processes without docker, for the time in which docker does not.</summary>
public interface ITenantProcesses
{
    /// <summary>Kills every process of the container with this full id; done when its control groups have none left, or are not there. Gives how many it killed.</summary>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled; nothing else throws it.</exception>
    Task<HostResult<int>> KillAsync(string containerId, CancellationToken cancellationToken);
}
