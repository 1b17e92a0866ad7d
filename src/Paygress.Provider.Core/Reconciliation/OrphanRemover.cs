using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Core.Reconciliation;

/// <summary>Removes what is ours and no lease explains, if the policy allows it, and tells the journal in either case.</summary>
public sealed partial class OrphanRemover(
    IComputeBackend compute,
    IVolumeBackend volumes,
    IEnvironmentFiles environment,
    OrphanPolicy policy,
    ILogger<OrphanRemover> logger)
{
    private readonly HashSet<string> _toldKept = [];

    public Task RemoveAsync(ContainerStatus container, CancellationToken cancellationToken) =>
        RemoveAsync("container", container.Name, container.LeaseId, () => compute.DeleteAsync([container.Id], cancellationToken));

    public Task RemoveAsync(VolumeTrace trace, CancellationToken cancellationToken) =>
        RemoveAsync(trace.Kind.ToString(), trace.Name, trace.LeaseId, () => volumes.RemoveAsync(trace, cancellationToken));

    /// <summary>Removes a container by an operator's order, whatever the policy says.</summary>
    public Task<HostResult<Nothing>> ReleaseAsync(ContainerStatus container, CancellationToken cancellationToken) =>
        RemoveNowAsync("container", container.Name, () => compute.DeleteAsync([container.Id], cancellationToken));

    /// <summary>Removes a trace of a volume by an operator's order, whatever the policy says.</summary>
    public Task<HostResult<Nothing>> ReleaseAsync(VolumeTrace trace, CancellationToken cancellationToken) =>
        RemoveNowAsync(trace.Kind.ToString(), trace.Name, () => volumes.RemoveAsync(trace, cancellationToken));

    /// <summary>Removes an env file, unless it was written anew: the request may have been given again. Its values may be secrets, so it goes whatever the policy says.</summary>
    public void Remove(RequestId requestId, DateTimeOffset writtenAt)
    {
        if (environment.List().Contains((requestId, writtenAt)))
        {
            environment.Delete(requestId);
        }
    }

    private async Task RemoveAsync(string kind, string name, LeaseId? leaseId, Func<Task<HostResult<Nothing>>> remove)
    {
        if (!policy.MayRemove)
        {
            // It stays for as long as an operator leaves it; once is enough.
            if (_toldKept.Add(name))
            {
                OrphanKept(kind, name, leaseId);
            }

            return;
        }

        OrphanFound(kind, name, leaseId);
        await RemoveNowAsync(kind, name, remove);
    }

    private async Task<HostResult<Nothing>> RemoveNowAsync(string kind, string name, Func<Task<HostResult<Nothing>>> remove)
    {
        var result = await remove();
        if (result.IsDone)
        {
            OrphanRemoved(kind, name);
        }
        else
        {
            OrphanNotRemoved(kind, name, result.Error!.Detail); // not done carries an error
        }

        return result;
    }

    [LoggerMessage(EventIds.OrphanFound, LogLevel.Warning, "{Kind} {Name} of lease {LeaseId} is ours and in no lease's books; it is removed")]
    private partial void OrphanFound(string kind, string name, LeaseId? leaseId);

    [LoggerMessage(EventIds.OrphanRemoved, LogLevel.Information, "{Kind} {Name} removed")]
    private partial void OrphanRemoved(string kind, string name);

    [LoggerMessage(EventIds.OrphanNotRemoved, LogLevel.Warning, "{Kind} {Name} could not be removed: {Reason}")]
    private partial void OrphanNotRemoved(string kind, string name, string reason);

    [LoggerMessage(EventIds.OrphanKept, LogLevel.Warning, "{Kind} {Name} of lease {LeaseId} is ours and in no lease's books; it is kept, because the books are not those that made it")]
    private partial void OrphanKept(string kind, string name, LeaseId? leaseId);
}
