using Microsoft.Extensions.Options;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.Text;

namespace Paygress.Provider.Api;

/// <summary>Puts together how the provider is.</summary>
internal sealed class StatusReader(
    HeartbeatComposer composer,
    HeartbeatPublishing publishing,
    ILeaseStore store,
    ISpawnQueue queue,
    LoopHealth health,
    HostCapabilities host,
    ComputeHealth compute,
    LeaseMapper mapper,
    ProviderIdentity identity,
    IOptions<CapacityOptions> capacity,
    IOptions<SpawnOptions> spawn,
    IWallClock wall,
    TimeProvider timeProvider)
{
    /// <summary>The status of now; none when the machine could not be measured.</summary>
    public async Task<StatusMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await composer.ComposeAsync(cancellationToken) is not { } beat)
        {
            return null;
        }

        var books = await store.GetReservationsAsync(cancellationToken);
        return new StatusMessage
        {
            Provider = identity.Name,
            Build = identity.Build,
            InstanceId = identity.InstanceId,
            Isolation = identity.Isolation,
            UptimeS = Math.Round(beat.Uptime.TotalSeconds, 1),
            Draining = beat.Draining,
            Node = ToMessage(beat.Node),
            Available = ToMessage(beat.Available),
            Reserved = ToMessage(new Capacity(books.CpuMillicores, books.MemoryBytes, books.StorageBytes)),
            Leases = new LeaseCountsMessage(beat.Leases.Queued, beat.Leases.Provisioning, beat.Leases.Active, beat.Leases.Locked, beat.Leases.Evicting),
            MaxLeases = capacity.Value.MaxLeases,
            QueueDepth = await queue.GetDepthAsync(cancellationToken),
            QueueLimit = spawn.Value.QueueLimit,
            Loops = [.. health.All.Select(l => new LoopMessage(l.Name, l.IsHealthy(timeProvider) && l.LastError is null, wall.ToWall(l.LastTurnAt), l.LastError))],
            LastHeartbeatAt = publishing.LastAt,
            NextExpiry = beat.NextExpiry,
            DockerSilentSince = beat.DockerSilentSince,
            DockerForgot = compute.HasForgotten,
            NotOffered = [.. Enum.GetValues<HostCapability>().Select(FindObstacle).OfType<ObstacleMessage>()],
            OverdueEvictions = [.. books.Leases.Where(l => l is { State: LeaseState.Evicting, EvictionAttempts: > 0 }).Select(l => mapper.ToMessage(l))],
        };
    }

    public static NodeMessage ToMessage(NodeStatus node) =>
        new(Math.Round(node.CpuUsage, 4), node.CpuMillicores, node.MemoryUsedBytes, node.MemoryTotalBytes, node.DiskUsedBytes, node.DiskTotalBytes);

    private ObstacleMessage? FindObstacle(HostCapability capability) =>
        host.FindObstacle(capability) is { } reason ? new ObstacleMessage(EnumText<HostCapability>.Of(capability), reason) : null;

    private static CapacityMessage ToMessage(Capacity capacity) =>
        new(capacity.CpuMillicores, capacity.MemoryMb, capacity.StorageGb);
}
