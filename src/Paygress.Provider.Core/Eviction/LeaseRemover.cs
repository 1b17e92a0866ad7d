using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Core.Eviction;

/// <summary>Removes every trace of leases whose containers are dead, verifies it, and only then lets them leave the books.</summary>
public sealed class LeaseRemover(
    LeaseLedger ledger,
    IComputeBackend compute,
    IVolumeBackend volumes,
    IEnvironmentFiles environment,
    LateKill late,
    IOptions<CleanupOptions> options,
    TimeProvider timeProvider)
{
    private const int VolumesAtOnce = 4;

    // Since when docker shows no container of a lease for which a cut-off command may still make one: a docker that hung does it only after that.
    private readonly ConcurrentDictionary<LeaseId, DateTimeOffset> _clearSince = new();

    /// <summary>Removes what these leases have on the host.</summary>
    /// <param name="containers">Their containers, as they were just seen.</param>
    public async Task RemoveAsync(ImmutableArray<Lease> leases, ImmutableArray<ContainerStatus> containers, CancellationToken cancellationToken)
    {
        if (leases.IsEmpty)
        {
            return;
        }

        if (!containers.IsEmpty)
        {
            // Verified below by looking; a refusal here is not yet a failure.
            await compute.DeleteAsync([.. containers.Select(c => c.Id)], cancellationToken);
        }

        if (await compute.ListOursAsync(cancellationToken) is not HostResult<ImmutableArray<ContainerStatus>>.Done { Value: var left })
        {
            await PostponeAsync(leases, "docker does not answer", cancellationToken);
            return;
        }

        var (remaining, clear) = (leases.Where(l => left.Any(c => c.IsOf(l))).ToImmutableArray(), leases.Where(l => !left.Any(c => c.IsOf(l))));
        await PostponeAsync(remaining, "docker did not remove the container", cancellationToken);

        var bound = new ParallelOptions { MaxDegreeOfParallelism = VolumesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(clear, bound, async (lease, token) => await FinishAsync(lease, containers.Any(c => c.Id == lease.ContainerId), token));
    }

    /// <summary>Writes down that these leases are not gone yet, why, and when the next try is.</summary>
    public async Task PostponeAsync(ImmutableArray<Lease> leases, string reason, CancellationToken cancellationToken)
    {
        foreach (var lease in leases)
        {
            _clearSince.TryRemove(lease.Id, out _);
            await PostponeAsync(lease, reason, cancellationToken);
        }
    }

    // What goes wrong with the files of one lease must not cut off the removal of the others.
    private async Task FinishAsync(Lease lease, bool wasListed, CancellationToken cancellationToken)
    {
        try
        {
            await TryFinishAsync(lease, wasListed, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await PostponeAsync(lease, e.Message, cancellationToken);
        }
    }

    private async Task TryFinishAsync(Lease lease, bool wasListed, CancellationToken cancellationToken)
    {
        environment.Delete(lease.RequestId);

        // A docker that forgot, or another one, does not list what lives on.
        if (!wasListed && lease.ContainerId is { } containerId && await late.KillAsync(lease, containerId, cancellationToken) is { Error: { } alive })
        {
            await PostponeAsync(lease, alive.Detail, cancellationToken);
            return;
        }

        // The volume stays as long: a container that is made late would be given a new one by docker.
        if (HoldFor(lease) is { Ticks: > 0 } held)
        {
            await PostponeAsync(lease, "a docker command that was cut off may still take effect", held, cancellationToken);
            return;
        }

        if (VolumeSpec.For(lease) is { } volume && await volumes.DestroyAsync(volume, cancellationToken) is { IsDone: false } refused)
        {
            await PostponeAsync(lease, refused.Error!.Detail, cancellationToken); // not done carries an error
            return;
        }

        if (await ledger.EndAsync(lease.Id, () => new LeaseEvent.VerifiedGone(timeProvider.GetUtcNow()), cancellationToken) is { Error: { } problem })
        {
            await PostponeAsync(lease, problem.Detail, cancellationToken);
            return;
        }

        _clearSince.TryRemove(lease.Id, out _);
    }

    // Two looks that show nothing, so far apart as a command may take.
    private TimeSpan HoldFor(Lease lease)
    {
        var now = timeProvider.GetUtcNow();
        var settled = lease.HoldUntil is null ? now : _clearSince.GetOrAdd(lease.Id, now) + options.Value.SettleTime;
        return (lease.HoldUntil > settled ? lease.HoldUntil.Value : settled) - now;
    }

    private Task PostponeAsync(Lease lease, string reason, CancellationToken cancellationToken) =>
        PostponeAsync(lease, reason, Backoff.Next(lease.EvictionAttempts), cancellationToken);

    private async Task PostponeAsync(Lease lease, string reason, TimeSpan wait, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        await ledger.ApplyAsync(lease.Id, new LeaseEvent.EvictionFailed(reason, now + wait, now), cancellationToken);
    }
}
