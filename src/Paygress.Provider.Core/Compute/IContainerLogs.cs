using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Compute;

/// <summary>Hands out what a container wrote.</summary>
public interface IContainerLogs
{
    /// <summary>Copies stdout and stderr, merged, to <paramref name="output"/>; with <paramref name="follow"/> until the container ends.</summary>
    Task<HostResult<Nothing>> CopyAsync(string containerId, bool follow, Stream output, CancellationToken cancellationToken);
}
