using System.Collections.Immutable;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Network;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Containers by way of the docker client.</summary>
internal sealed class DockerBackend : IComputeBackend
{
    private readonly DockerNetworks _networks;
    private readonly DockerContainers _containers;
    private readonly DockerEndings _endings;
    private readonly NetworkState _network;
    private readonly TimeProvider _time;

    public DockerBackend(ICommandRunner runner, DockerOptions options, NetworkState network, string instanceId, TimeProvider timeProvider)
    {
        var client = new DockerClient(runner, options);
        var labels = new DockerLabels(instanceId);
        var arguments = new DockerArguments(options, labels);
        var inits = new ContainerInits();
        _networks = new DockerNetworks(client, arguments, options);
        _containers = new DockerContainers(client, arguments, new DockerStatusReader(labels, options.Network), inits, options);
        _endings = new DockerEndings(client, inits, options);
        (_network, _time) = (network, timeProvider);
    }

    /// <inheritdoc />
    public Task<HostResult<Nothing>> PrepareAsync(CancellationToken cancellationToken) => _networks.PrepareAsync(cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<string?>> FindNetworkAsync(CancellationToken cancellationToken) => _networks.FindAsync(cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<ImmutableHashSet<Vmid>>> FindOccupiedVmidsAsync(CancellationToken cancellationToken) =>
        _containers.FindOccupiedVmidsAsync(cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<string>> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken) =>
        _containers.CreateAsync(spec, cancellationToken);

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> StartAsync(string containerId, CancellationToken cancellationToken) =>
        await _network.FindLastingObstacleAsync(_time, cancellationToken) is { } obstacle
            ? HostResult.Failed<Nothing>(ErrorCodes.BackendUnavailable, obstacle)
            : await _containers.StartAsync(containerId, cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<ContainerStatus?>> InspectAsync(Vmid vmid, CancellationToken cancellationToken) =>
        _containers.InspectAsync(vmid, cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<ContainerDetails?>> DescribeAsync(Vmid vmid, CancellationToken cancellationToken) =>
        _containers.DescribeAsync(vmid, cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<ImmutableArray<ContainerStatus>>> ListOursAsync(CancellationToken cancellationToken) =>
        _containers.ListOursAsync(cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<Nothing>> SignalAsync(ImmutableArray<string> containerIds, StopSignal signal, CancellationToken cancellationToken) =>
        _endings.SignalAsync(containerIds, signal, cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<Nothing>> DeleteAsync(ImmutableArray<string> containerIds, CancellationToken cancellationToken) =>
        _endings.DeleteAsync(containerIds, cancellationToken);
}
