using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Eviction;

/// <summary>Ends leases in the state <c>evicting</c>: all are stopped first, each is removed as soon as it is dead, so a stubborn one delays nobody.</summary>
public sealed class LeaseEvictor(
    IComputeBackend compute,
    LeaseRemover remover,
    LateKill late,
    IOptions<CleanupOptions> options,
    TimeProvider timeProvider)
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(250);

    // After SIGKILL only the kernel can keep a process; more waiting is the retry's.
    internal static readonly TimeSpan KillGrace = TimeSpan.FromSeconds(5);

    /// <summary>Tries once to end these leases; each is gone from the host and over, or has its next try in the books. The caller holds their locks.</summary>
    public async Task EvictAsync(ImmutableArray<Lease> leases, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        var removals = new List<Task>();
        try
        {
            await TerminateAsync(leases, began, cancellationToken);
            if (await WatchAsync(leases, began, removals, cancellationToken) is { } left)
            {
                await late.KillAsync(left.Leases, began, cancellationToken);
                await remover.PostponeAsync(left.Leases, left.Reason, cancellationToken);
            }
        }
        finally
        {
            // The caller gives the locks back next: nothing may still be at work on these leases then.
            await Task.WhenAll(removals);
        }
    }

    /// <summary>Ends the processes of leases whose end could not be written down, and nothing more: the books still call them active.</summary>
    public async Task StopAsync(ImmutableArray<Lease> leases, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        await TerminateAsync(leases, began, cancellationToken);
        await late.KillAsync(leases, began, cancellationToken);
    }

    // Looks at the containers until all are dead, kills those that outlast the grace, and begins the removal of each as it dies. Gives those that are left, and why.
    private async Task<(ImmutableArray<Lease> Leases, string Reason)?> WatchAsync(ImmutableArray<Lease> pending, long began, List<Task> removals, CancellationToken cancellationToken)
    {
        var (killed, look) = (new HashSet<string>(StringComparer.Ordinal), FirstLook);
        while (!pending.IsEmpty)
        {
            var looking = compute.ListOursAsync(cancellationToken);
            if (await OutlastsGraceAsync(looking, began, cancellationToken))
            {
                await KillAsync([.. pending.Select(l => l.ContainerId).OfType<string>()], killed, pending, began, cancellationToken);
            }

            if (await late.WhileAsync(looking, pending, began, cancellationToken) is not HostResult<ImmutableArray<ContainerStatus>>.Done { Value: var containers })
            {
                return (pending, "docker does not answer");
            }

            var dead = pending.Where(l => !containers.Any(c => c.IsOf(l) && c.IsRunning)).ToImmutableArray();
            pending = pending.RemoveRange(dead);
            removals.Add(remover.RemoveAsync(dead, [.. containers.Where(c => dead.Any(c.IsOf))], cancellationToken));

            var waited = timeProvider.GetElapsedTime(began);
            // Not before docker was asked to kill: where the looks take longer than both graces, each try would give up first.
            if (killed.Count > 0 && waited >= options.Value.StopGrace + KillGrace && !pending.IsEmpty)
            {
                return (pending, "the container does not die");
            }

            if (waited >= options.Value.StopGrace && await KillAsync([.. containers.Where(c => pending.Any(c.IsOf)).Select(c => c.Id)], killed, pending, began, cancellationToken))
            {
                look = FirstLook;
            }
            else if (!pending.IsEmpty)
            {
                await Task.Delay(Shorter(look, killed.Count > 0 ? LongestLook : options.Value.StopGrace - waited), timeProvider, cancellationToken);
                look = Shorter(look * 2, LongestLook);
            }
        }

        return null;
    }

    // A docker that has many deaths in hand answers late: who is deaf does not live on for that.
    private async Task<bool> OutlastsGraceAsync(Task looking, long began, CancellationToken cancellationToken)
    {
        var left = options.Value.StopGrace - timeProvider.GetElapsedTime(began);
        if (looking.IsCompleted || left <= TimeSpan.Zero)
        {
            return false;
        }

        using var answered = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var isFirst = await Task.WhenAny(looking, Task.Delay(left, timeProvider, answered.Token)) == looking;
        await answered.CancelAsync();
        return !isFirst;
    }

    // Each once; false when there was nothing to kill.
    private async Task<bool> KillAsync(ImmutableArray<string> containerIds, HashSet<string> killed, ImmutableArray<Lease> pending, long began, CancellationToken cancellationToken)
    {
        var living = containerIds.Where(killed.Add).ToImmutableArray();
        if (living.IsEmpty)
        {
            return false;
        }

        await late.WhileAsync(compute.SignalAsync(living, StopSignal.Kill, cancellationToken), pending, began, cancellationToken);
        return true;
    }

    private async Task TerminateAsync(ImmutableArray<Lease> leases, long began, CancellationToken cancellationToken)
    {
        var known = leases.Where(l => l.ContainerId is not null).Select(l => l.ContainerId!).ToImmutableArray();
        if (!known.IsEmpty)
        {
            // What came of it is seen by looking: a container that could not be signalled is killed after the grace.
            await late.WhileAsync(compute.SignalAsync(known, StopSignal.Terminate, cancellationToken), leases, began, cancellationToken);
        }
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
