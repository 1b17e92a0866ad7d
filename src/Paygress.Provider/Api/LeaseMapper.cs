using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.Text;

namespace Paygress.Provider.Api;

/// <summary>Turns leases into what the API shows of them.</summary>
internal sealed class LeaseMapper(string hostAddress, SpawnProgress progress, IWallClock wall, TimeProvider timeProvider)
{
    /// <param name="container">What docker says of its container now; none when docker was not asked.</param>
    public LeaseMessage ToMessage(Lease lease, ContainerDetails? container = null) => new()
    {
        LeaseId = lease.Id.ToString(),
        Vmid = lease.Vmid?.Value,
        RequestId = lease.RequestId.Value,
        State = EnumText<LeaseState>.Of(lease.State),
        EndReason = lease.EndReason is { } reason ? EnumText<EndReason>.Of(reason) : null,
        Code = lease.Code,
        Owner = lease.Owner.Value,
        Template = lease.Workload.Template,
        Image = lease.Workload.Image,
        ImageDigest = lease.ImageDigest,
        Tier = lease.Workload.Tier.Id,
        CreatedAt = wall.ToWall(lease.CreatedAt),
        StartedAt = Shown(lease.StartedAt),
        ExpiresAt = Shown(lease.EndAsOf(timeProvider.GetUtcNow())),
        Held = lease.Held,
        EndedAt = Shown(lease.EndedAt),
        SecondsLeft = SecondsLeft(lease),
        Ports = [.. lease.Ports.Select(ToMessage)],
        DataPath = lease.Workload.DataPath,
        Encrypted = lease.Workload.Encrypted,
        Container = ToContainer(lease, container),
        Restarts = lease.Restarts,
        OutageSince = Shown(lease.Outage?.Since),
        OutageCreditSeconds = Math.Round(Credit(lease).TotalSeconds, 3),
        LastError = lease.LastError,
        Progress = progress.Find(lease.Id),
    };

    /// <summary>One line of a lease's event log.</summary>
    public LeaseEventMessage ToMessage(LeaseLogEntry entry) => new(wall.ToWall(entry.At), entry.Name, EnumText<LeaseState>.Of(entry.State), entry.Detail);

    private double? SecondsLeft(Lease lease)
    {
        var now = timeProvider.GetUtcNow();
        return lease is { IsLeased: true, Held: false } && lease.EndAsOf(now) is { } end
            ? Math.Round(Math.Max(0, (end - now).TotalSeconds), 3)
            : null;
    }

    private TimeSpan Credit(Lease lease) => lease.OutageCredit + (lease.Outage?.CreditAt(timeProvider.GetUtcNow()) ?? TimeSpan.Zero);

    private DateTimeOffset? Shown(DateTimeOffset? moment) => moment is { } known ? wall.ToWall(known) : null;

    private LeasePortMessage ToMessage(LeasePort port) =>
        new(hostAddress, port.HostPort, port.ContainerPort, EnumText<PortProtocol>.Of(port.Protocol), port.Label);

    private static LeaseContainerMessage? ToContainer(Lease lease, ContainerDetails? container) => lease.Vmid is { } vmid
        ? new LeaseContainerMessage($"paygress-{vmid}", lease.ContainerId, lease.ContainerIp, container is null ? null : EnumText<ContainerState>.Of(container.Status.State), container?.EnvNames)
        : null;
}
