using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.Trials;

namespace Paygress.Provider.Core.Heartbeats;

/// <summary>Makes a heartbeat from the books and from what is measured. Asks docker nothing.</summary>
public sealed class HeartbeatComposer(
    ILeaseStore store,
    INodeMeter meter,
    IDrainSwitch drain,
    HostCapabilities host,
    ComputeHealth compute,
    ITrialBook trials,
    ProviderIdentity identity,
    IOptions<CapacityOptions> capacity,
    IWallClock wall,
    TimeProvider timeProvider)
{
    /// <summary>The heartbeat of now; none when the machine could not be measured.</summary>
    public async Task<Heartbeat?> ComposeAsync(CancellationToken cancellationToken)
    {
        if (meter.Measure() is not { } node)
        {
            return null;
        }

        var books = await store.GetReservationsAsync(cancellationToken);
        var now = timeProvider.GetUtcNow();
        return new Heartbeat
        {
            Provider = identity.Name,
            At = wall.ToWall(now),
            Available = books.Leases.Length < capacity.Value.MaxLeases ? Offer.Compute(node, books, capacity.Value) : Capacity.None,
            Node = node,
            Leases = await store.CountAsync(cancellationToken),
            Draining = drain.IsDraining,
            Capabilities = host.Offered,
            NextExpiry = await store.FindNextExpiryAsync(cancellationToken) is { } next ? wall.ToWall(next) : null,
            Uptime = now - identity.StartedAt,
            Build = identity.Build,
            Isolation = identity.Isolation,
            Trial = trials.Read(),
            DockerSilentSince = compute.SilentSince is { } since ? wall.ToWall(since) : null,
        };
    }
}
