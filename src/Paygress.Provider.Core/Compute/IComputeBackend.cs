using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Compute;

/// <summary>Makes and ends containers. Every call has a deadline and may be repeated; only what carries our host label is touched.</summary>
/// <exception cref="OperationCanceledException">The caller's token was cancelled; nothing else throws it.</exception>
public interface IComputeBackend
{
    /// <summary>Sees to it that the tenants' network is there. Fails when another network of that name or bridge is in the way.</summary>
    Task<HostResult<Nothing>> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>What docker calls the tenants' network; none when it is not there. One that is made anew has another id.</summary>
    Task<HostResult<string?>> FindNetworkAsync(CancellationToken cancellationToken);

    /// <summary>The vmids whose container name is taken on the host, by us or by anybody.</summary>
    Task<HostResult<ImmutableHashSet<Vmid>>> FindOccupiedVmidsAsync(CancellationToken cancellationToken);

    /// <summary>Creates the container, not started; gives its full id. Fails when the name is taken.</summary>
    Task<HostResult<string>> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken);

    /// <summary>Starts a container that is ours; one that runs already is left as it is.</summary>
    Task<HostResult<Nothing>> StartAsync(string containerId, CancellationToken cancellationToken);

    /// <summary>Looks at the container with this vmid's name, whoever owns it; none when there is none.</summary>
    Task<HostResult<ContainerStatus?>> InspectAsync(Vmid vmid, CancellationToken cancellationToken);

    /// <summary>Reads what the container with this vmid's name says of its lease; none when there is none, or it is not ours.</summary>
    Task<HostResult<ContainerDetails?>> DescribeAsync(Vmid vmid, CancellationToken cancellationToken);

    /// <summary>Every container of this host label, in any state.</summary>
    Task<HostResult<ImmutableArray<ContainerStatus>>> ListOursAsync(CancellationToken cancellationToken);

    /// <summary>Sends a signal to each container that runs, and does not wait for what comes of it; one that does not run or is gone is no error.</summary>
    Task<HostResult<Nothing>> SignalAsync(ImmutableArray<string> containerIds, StopSignal signal, CancellationToken cancellationToken);

    /// <summary>Removes each container, running or not, with its anonymous volumes; one that is gone is no error.</summary>
    Task<HostResult<Nothing>> DeleteAsync(ImmutableArray<string> containerIds, CancellationToken cancellationToken);
}
