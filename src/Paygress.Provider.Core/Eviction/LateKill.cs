using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Eviction;

/// <summary>Sees to it that tenants whose lease is over are dead soon, whether docker does its part or hangs.</summary>
public sealed partial class LateKill(ITenantProcesses processes, IOptions<CleanupOptions> options, TimeProvider timeProvider, ILogger<LateKill> logger)
{
    /// <summary>How long docker has for killing, after the grace. A docker that works needs far less.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Waits for an answer of docker's. When it has not come by the time that these leases should be dead, kills them, and waits on.</summary>
    /// <param name="began">When they were first asked to end, as a timestamp.</param>
    public async Task<T> WhileAsync<T>(Task<T> docker, ImmutableArray<Lease> leases, long began, CancellationToken cancellationToken)
    {
        if (!docker.IsCompleted)
        {
            using var answered = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var killing = KillAsync(leases, began, answered.Token);
            await Task.WhenAny(docker, killing);
            await answered.CancelAsync();
            await killing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await docker;
    }

    /// <summary>Kills whatever still lives of these leases, as soon as they should be dead.</summary>
    /// <inheritdoc cref="WhileAsync"/>
    public async Task KillAsync(ImmutableArray<Lease> leases, long began, CancellationToken cancellationToken)
    {
        var left = options.Value.StopGrace + Patience - timeProvider.GetElapsedTime(began);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, timeProvider, cancellationToken);
        }

        // Side by side: one whose processes do not die delays nobody.
        await Task.WhenAll(leases.Where(l => l.ContainerId is not null).Select(l => KillAsync(l, l.ContainerId!, cancellationToken))); // filtered just before
    }

    /// <summary>Kills, now, whatever lives of a container of a lease that is over; not done while something of it lives.</summary>
    public async Task<HostResult<int>> KillAsync(Lease lease, string containerId, CancellationToken cancellationToken)
    {
        var result = await processes.KillAsync(containerId, cancellationToken);
        switch (result)
        {
            case HostResult<int>.Done { Value: > 0 and var count }:
                TenantKilled(lease.Id, lease.Vmid, count);
                break;
            case { Error: { } problem }:
                TenantNotKilled(lease.Id, lease.Vmid, problem.Detail);
                break;
        }

        return result;
    }

    [LoggerMessage(EventIds.TenantKilled, LogLevel.Warning, "Lease {LeaseId} ({Vmid}) is over and docker has not ended its container; {Count} processes were killed through its control group")]
    private partial void TenantKilled(LeaseId leaseId, Vmid? vmid, int count);

    [LoggerMessage(EventIds.TenantNotKilled, LogLevel.Error, "Lease {LeaseId} ({Vmid}) is over, docker has not ended its container, and its processes could not be killed: {Reason}")]
    private partial void TenantNotKilled(LeaseId leaseId, Vmid? vmid, string reason);
}
