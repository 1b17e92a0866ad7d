using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Spawning;

/// <summary>Takes one lease from queued to active: admit, find the image, build. What fails is undone by eviction.</summary>
public sealed class LeaseProvisioner(
    LeaseLedger ledger,
    HostSurvey survey,
    AdmissionLimits limits,
    ImageResolver images,
    ImageWaits waits,
    IEnvironmentFiles environment,
    LeaseBuilder builder,
    VolumeKeys keys,
    SpawnProgress progress,
    KeyedLocks<LeaseId> locks,
    IOptions<SpawnOptions> options,
    IOptions<CleanupOptions> cleanup,
    TimeProvider timeProvider)
{
    private const int Looks = 3;

    /// <summary>Works on a lease that is queued, or provisioning with nothing made for it yet.</summary>
    /// <param name="stopping">Cancels waiting for an image, which may take minutes and is simply begun again later.</param>
    /// <param name="cancellationToken">Cancels everything.</param>
    public async Task ProvisionAsync(Lease lease, SpawnSlot slot, CancellationToken stopping, CancellationToken cancellationToken)
    {
        try
        {
            var admitted = lease.State is LeaseState.Queued ? await AdmitAsync(lease, cancellationToken) : lease;
            if (admitted is not null && await ResolveImageAsync(admitted, slot, stopping, cancellationToken))
            {
                using (await locks.AcquireAsync(lease.Id, cancellationToken))
                {
                    await BuildAsync(lease.Id, cancellationToken);
                }
            }
        }
        finally
        {
            progress.Clear(lease.Id);
            keys.Drop(lease.Id);

            // An eviction may have waited for the lock.
            ledger.Changed.Send();
        }
    }

    private async Task<Lease?> AdmitAsync(Lease lease, CancellationToken cancellationToken)
    {
        progress.Set(lease.Id, "looking for room");

        // What is refused in any case does not wait for a docker that is silent: behind it wait others.
        var seen = HasWaitedTooLong(lease) ? HostResult.Unknown<HostOccupancy>("nobody looked") : await LookAsync(cancellationToken);
        var result = await ledger.AdmitAsync(lease.Id, (queued, books) => Decide(queued, books, seen), cancellationToken);
        if (result is ApplyResult.Applied { Lease: { State: LeaseState.Provisioning } admitted })
        {
            return admitted;
        }

        // Rejected, or released while it waited: nobody needs its env any more.
        environment.Delete(lease.RequestId);
        return null;
    }

    // Something that goes away while it is listed may spoil one look; what spoils all of them is a reason to refuse.
    private async Task<HostResult<HostOccupancy>> LookAsync(CancellationToken cancellationToken)
    {
        var seen = await survey.LookAsync(cancellationToken);
        for (var look = 1; look < Looks && !seen.IsDone; look++)
        {
            seen = await survey.LookAsync(cancellationToken);
        }

        return seen;
    }

    private LeaseEvent Decide(Lease lease, Reservations books, HostResult<HostOccupancy> seen)
    {
        var now = timeProvider.GetUtcNow();
        if (HasWaitedTooLong(lease))
        {
            return new LeaseEvent.Rejected(new Problem(ErrorCodes.NoCapacity, $"it waited longer than {DurationText.Format(options.Value.QueueTimeout)} in the queue"), now);
        }

        if (lease.Workload.Encrypted && !keys.Holds(lease.Id))
        {
            return new LeaseEvent.Rejected(KeyProblems.Lost, now);
        }

        return seen is HostResult<HostOccupancy>.Done { Value: var host }
            ? AdmissionRule.Decide(lease, books, host, limits, now)
            : new LeaseEvent.Rejected(seen.Error!, now); // the two other cases carry one
    }

    private bool HasWaitedTooLong(Lease lease) => timeProvider.GetUtcNow() - lease.CreatedAt > options.Value.QueueTimeout;

    private async Task<bool> ResolveImageAsync(Lease lease, SpawnSlot slot, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var found = await images.FindAsync(lease.Workload.Image, cancellationToken);
        if (found is HostResult<HostImage?>.Done { Value: { } image })
        {
            return await ReadyAsync(lease.Id, image, cancellationToken);
        }

        if (!found.IsDone)
        {
            return await FailAsync(lease.Id, found.Error!, cancellationToken); // not done carries an error
        }

        progress.Set(lease.Id, "pulling the image");
        return await slot.AsideAsync(() => waits.WaitAsync(lease.Id, stop => images.PullAsync(lease.Workload.Image, progress.For(lease.Id), stop), stopping), stopping) switch
        {
            HostResult<HostImage>.Done { Value: var fetched } => await ReadyAsync(lease.Id, fetched, cancellationToken),
            { Error: { } problem } => await FailAsync(lease.Id, problem, cancellationToken),
            _ => false, // released
        };
    }

    private Task<bool> ReadyAsync(LeaseId id, HostImage image, CancellationToken cancellationToken) =>
        ApplyAsync(id, new LeaseEvent.ImageReady(image.Id, image.Digest, timeProvider.GetUtcNow()), cancellationToken);

    private async Task BuildAsync(LeaseId id, CancellationToken cancellationToken)
    {
        var outcome = await builder.BuildAsync(id, cancellationToken);
        if (outcome is BuildOutcome.Failed failed)
        {
            DateTimeOffset? hold = failed.MayStillHappen ? timeProvider.GetUtcNow() + cleanup.Value.SettleTime : null;
            await ledger.ApplyAsync(id, new LeaseEvent.ProvisionFailed(failed.Problem, hold, timeProvider.GetUtcNow()) { ContainerId = failed.ContainerId }, cancellationToken);
        }
    }

    private async Task<bool> FailAsync(LeaseId id, Problem problem, CancellationToken cancellationToken)
    {
        await ApplyAsync(id, new LeaseEvent.ProvisionFailed(problem, null, timeProvider.GetUtcNow()), cancellationToken);
        return false;
    }

    private async Task<bool> ApplyAsync(LeaseId id, LeaseEvent e, CancellationToken cancellationToken) =>
        await ledger.ApplyAsync(id, e, cancellationToken) is ApplyResult.Applied;
}
