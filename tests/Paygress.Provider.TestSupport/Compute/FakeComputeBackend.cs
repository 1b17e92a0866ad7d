using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.TestSupport.Hosts;
using Paygress.Provider.TestSupport.Volumes;

namespace Paygress.Provider.TestSupport.Compute;

/// <summary>Docker in memory. Behaves as the real one does where Core can see it (the contract tests hold both to that).</summary>
/// <param name="timeProvider">Dates what happens.</param>
/// <param name="volumes">When given, a container with a data path starts only while its volume is open, as with dockerd.</param>
public sealed class FakeComputeBackend(TimeProvider timeProvider, FakeVolumeBackend? volumes = null) : IComputeBackend, IContainerEvents
{
    // Concurrent, because a volume asks from under its own lock whether its container is still there.
    private readonly ConcurrentDictionary<string, FakeContainer> _containers = new(StringComparer.Ordinal);
    private readonly Channel<ContainerDeath> _deaths = Channel.CreateUnbounded<ContainerDeath>();
    private int _made;
    private int _networks;
    private string? _network;

    /// <summary>What goes wrong, and what was asked for. Verbs are the port's methods without <c>Async</c>.</summary>
    public FaultScript Faults { get; } = new();

    /// <summary>Host ports that somebody else listens on: a start that publishes one fails.</summary>
    public HashSet<int> BusyPorts { get; } = [];

    /// <summary>True once the network is there.</summary>
    public bool IsPrepared { get; private set; }

    /// <summary>Everything there is, in the order of names.</summary>
    public ImmutableArray<FakeContainer> Containers =>
        Faults.WithState(() => _containers.Values.OrderBy(c => c.Status.Name, StringComparer.Ordinal).ToImmutableArray());

    /// <summary>The container with this vmid's name; none when there is none.</summary>
    public FakeContainer? Find(Vmid vmid) => Faults.WithState(() => FindLocked(vmid));

    /// <summary>Puts a container there that this backend was not asked for: somebody else's, or one that the books do not know.</summary>
    public FakeContainer Add(Vmid vmid, LeaseId? ours = null, ContainerState state = ContainerState.Running, DateTimeOffset? createdAt = null) =>
        Faults.WithState(() => AddLocked(null, new ContainerStatus
        {
            Id = NewId(),
            Name = NameOf(vmid),
            IsOurs = ours is not null,
            LeaseId = ours,
            Vmid = vmid,
            State = state,
            CreatedAt = createdAt ?? timeProvider.GetUtcNow(),
        }));

    /// <summary>The main process of a running container ends by itself; watchers are told.</summary>
    public void Exit(Vmid vmid, int exitCode, bool oomKilled = false) => Faults.WithState(() =>
        Die(FindLocked(vmid) ?? throw new ArgumentException("there is no such container", nameof(vmid)), exitCode, oomKilled));

    /// <summary>The kernel kills the processes of a container, but for one that is stuck.</summary>
    public HostResult<int> KillProcesses(string containerId) => Faults.WithState(() => _containers.GetValueOrDefault(containerId) switch
    {
        { Status.IsRunning: true, IsStuck: true } => HostResult.Failed<int>(ErrorCodes.BackendError, "its processes do not die"),
        { Status.IsRunning: true } container => HostResult.Of(Die(container, 137, oomKilled: false).IsDone ? 1 : 0),
        _ => HostResult.Of(0),
    });

    /// <summary>Somebody removes a container behind our back.</summary>
    public void Remove(Vmid vmid) => Faults.WithState(() => FindLocked(vmid) is { } container && _containers.TryRemove(container.Status.Id, out _));

    /// <summary>The machine goes down and comes up: nothing runs, no volume is open, and nobody is told of deaths.</summary>
    public void Reboot()
    {
        foreach (var container in Containers.Where(c => c.Status.IsRunning))
        {
            container.Status = container.Status with
            {
                State = ContainerState.Exited,
                ExitCode = 255,
                Ip = null,
                FinishedAt = timeProvider.GetUtcNow(),
            };
        }

        volumes?.CloseAll();
    }

    /// <summary>It knows nothing of what it ran, as with an empty root. What it ran comes back with <paramref name="before"/>.</summary>
    public FakeMemory Forget(FakeMemory? before = null)
    {
        var memory = new FakeMemory(_network, [.. _containers]);
        _network = before?.Network;
        _containers.Clear();
        foreach (var (id, container) in before?.Containers ?? [])
        {
            _containers[id] = container;
        }

        return memory;
    }

    /// <inheritdoc />
    public Task<HostResult<Nothing>> PrepareAsync(CancellationToken cancellationToken) =>
        Faults.PlayAsync("Prepare", null, () =>
        {
            IsPrepared = true;
            _network ??= $"network-{++_networks}";
            return HostResult.Done;
        }, cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<string?>> FindNetworkAsync(CancellationToken cancellationToken) =>
        Faults.PlayAsync("FindNetwork", null, () => HostResult.Of(_network), cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<ImmutableHashSet<Vmid>>> FindOccupiedVmidsAsync(CancellationToken cancellationToken) =>
        Faults.PlayAsync("FindOccupiedVmids", null, () =>
            HostResult.Of(_containers.Values.Select(c => c.Status.Vmid).OfType<Vmid>().ToImmutableHashSet()), cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<string>> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken) =>
        Faults.PlayAsync("Create", spec.Vmid, () => Create(spec), cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<Nothing>> StartAsync(string containerId, CancellationToken cancellationToken) =>
        Faults.PlayAsync("Start", containerId, () => Start(containerId), cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<ContainerStatus?>> InspectAsync(Vmid vmid, CancellationToken cancellationToken) =>
        Faults.PlayAsync("Inspect", vmid, () => HostResult.Of(FindLocked(vmid)?.Status), cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<ContainerDetails?>> DescribeAsync(Vmid vmid, CancellationToken cancellationToken) =>
        Faults.PlayAsync("Describe", vmid, () => HostResult.Of(FindLocked(vmid) is { Status.IsOurs: true } container ? Describe(container) : null), cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<ImmutableArray<ContainerStatus>>> ListOursAsync(CancellationToken cancellationToken) =>
        Faults.PlayAsync("ListOurs", null, () =>
            HostResult.Of(_containers.Values.Select(c => c.Status).Where(s => s.IsOurs).ToImmutableArray()), cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<Nothing>> SignalAsync(ImmutableArray<string> containerIds, StopSignal signal, CancellationToken cancellationToken) =>
        Faults.PlayAsync("Signal", string.Join(',', containerIds), () => Signal(containerIds, signal), cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<Nothing>> DeleteAsync(ImmutableArray<string> containerIds, CancellationToken cancellationToken) =>
        Faults.PlayAsync("Delete", string.Join(',', containerIds), () => Delete(containerIds), cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<ContainerDeath> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var death in _deaths.Reader.ReadAllAsync(cancellationToken))
        {
            yield return death;
        }
    }

    private static string NameOf(Vmid vmid) => $"paygress-{vmid}";

    private HostResult<string> Create(ContainerSpec spec)
    {
        if (FindLocked(spec.Vmid) is not null)
        {
            return HostResult.Failed<string>(ErrorCodes.BackendError, $"the name {NameOf(spec.Vmid)} is taken");
        }

        var container = AddLocked(spec, new ContainerStatus
        {
            Id = NewId(),
            Name = NameOf(spec.Vmid),
            IsOurs = true,
            LeaseId = spec.LeaseId,
            Vmid = spec.Vmid,
            State = ContainerState.Created,
            CreatedAt = timeProvider.GetUtcNow(),
        });
        return HostResult.Of(container.Status.Id);
    }

    private HostResult<Nothing> Start(string containerId)
    {
        if (!_containers.TryGetValue(containerId, out var container))
        {
            return HostResult.Failed<Nothing>(ErrorCodes.BackendError, "there is no such container");
        }

        if (container.Status.IsRunning)
        {
            return HostResult.Done;
        }

        if (Obstacle(container) is { } obstacle)
        {
            return new HostResult<Nothing>.Failed(obstacle);
        }

        container.Status = container.Status with
        {
            State = ContainerState.Running,
            ExitCode = 0,
            OomKilled = false,
            StartedAt = timeProvider.GetUtcNow(),
            FinishedAt = null,
            Ip = "10.213.0." + (2 + (_made % 250)).ToString(CultureInfo.InvariantCulture),
        };
        return container.ExitsAtStart ? Die(container, container.ExitCodeAtStart, oomKilled: false) : HostResult.Done;
    }

    private Problem? Obstacle(FakeContainer container)
    {
        var spec = container.Spec;
        if (spec is { Workload.DataPath: not null } && volumes?.IsOpen(spec.LeaseId, spec.Vmid) == false)
        {
            return new Problem(ErrorCodes.BackendError, "failed to mount local volume");
        }

        return spec is not null && spec.Ports.Any(p => BusyPorts.Contains(p.HostPort))
            ? new Problem(ErrorCodes.NoCapacity, "a port is taken")
            : null;
    }

    private HostResult<Nothing> Signal(ImmutableArray<string> containerIds, StopSignal signal)
    {
        foreach (var container in containerIds.Select(id => _containers.GetValueOrDefault(id)).OfType<FakeContainer>())
        {
            if (container.Status.IsRunning && !container.IsStuck && !(signal == StopSignal.Terminate && container.IgnoresTerminate))
            {
                Die(container, signal == StopSignal.Terminate ? 143 : 137, oomKilled: false);
            }
        }

        return HostResult.Done;
    }

    private HostResult<Nothing> Delete(ImmutableArray<string> containerIds)
    {
        var found = containerIds.Select(id => _containers.GetValueOrDefault(id)).OfType<FakeContainer>().ToArray();
        foreach (var container in found.Where(c => !c.IsStuck))
        {
            if (container.Status.IsRunning)
            {
                Die(container, 137, oomKilled: false);
            }

            _containers.TryRemove(container.Status.Id, out _);
        }

        return found.Any(c => c.IsStuck)
            ? HostResult.Failed<Nothing>(ErrorCodes.BackendError, "could not kill: tried to kill container, but did not receive an exit event")
            : HostResult.Done;
    }

    private static ContainerDetails Describe(FakeContainer container) => container switch
    {
        { Details: { } given } => given with { Status = container.Status },
        { Spec: { } spec } => new ContainerDetails
        {
            Status = container.Status,
            RequestId = spec.RequestId,
            Owner = spec.Owner,
            TierId = spec.Workload.Tier.Id,
            Template = spec.Workload.Template,
            DataPath = spec.Workload.DataPath,
            Duration = spec.Duration,
            ImageId = spec.ImageId,
            CpuMillicores = spec.Workload.Tier.CpuMillicores,
            MemoryBytes = spec.Workload.Tier.MemoryBytes,
            WritableRoot = spec.Workload.WritableRoot,
            Ports = [.. spec.Ports.Select(p => p with { Label = null })],
        },
        _ => new ContainerDetails { Status = container.Status },
    };

    private HostResult<Nothing> Die(FakeContainer container, int exitCode, bool oomKilled)
    {
        container.Status = container.Status with
        {
            State = ContainerState.Exited,
            ExitCode = exitCode,
            OomKilled = oomKilled,
            Ip = null,
            FinishedAt = timeProvider.GetUtcNow(),
        };
        if (container.Status is { IsOurs: true, LeaseId: { } leaseId })
        {
            _deaths.Writer.TryWrite(new ContainerDeath(container.Status.Id, leaseId, exitCode));
        }

        return HostResult.Done;
    }

    private FakeContainer? FindLocked(Vmid vmid) => _containers.Values.FirstOrDefault(c => c.Status.Name == NameOf(vmid));

    private FakeContainer AddLocked(ContainerSpec? spec, ContainerStatus status)
    {
        var container = new FakeContainer { Spec = spec, Status = status };
        _containers[status.Id] = container;
        if (spec?.Workload.DataPath is not null)
        {
            volumes?.Use(spec.Vmid, () => _containers.ContainsKey(status.Id));
        }

        return container;
    }

    // A full id is 64 hex digits, and callers may count on it.
    private string NewId() => (++_made).ToString("x64", CultureInfo.InvariantCulture);
}
