using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Spawning;

/// <summary>Takes requests in: validates, recognises what was given before, writes down, and wakes the consumer.</summary>
public sealed class SpawnIntake(
    SpawnTerms terms,
    ILeaseStore store,
    ISpawnQueue queue,
    IEnvironmentFiles environment,
    IDrainSwitch drain,
    SpawnFingerprint fingerprint,
    LeaseLedger ledger,
    IOptions<SpawnOptions> options,
    TimeProvider timeProvider)
{
    // Two sources with one request id must not write one env file at the same time.
    private readonly KeyedLocks<RequestId> _requests = new();

    /// <summary>Takes one request; when it returns "accepted" the request survives a crash.</summary>
    public async Task<SpawnOutcome> SubmitAsync(SpawnRequest request, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var validation = SpawnValidator.Validate(request, terms, now);
        if (validation is not SpawnValidation.Valid { Spawn: var spawn })
        {
            return new SpawnOutcome.Refused(((SpawnValidation.Invalid)validation).Problems);
        }

        using (await _requests.AcquireAsync(spawn.RequestId, cancellationToken))
        {
            var known = await store.FindAsync(spawn.RequestId, cancellationToken) is not null;
            if (!known && drain.IsDraining)
            {
                return Refuse(ErrorCodes.Draining, "this provider takes no new leases at present");
            }

            return await EnqueueAsync(spawn, MakeLease(spawn, now), fingerprint.Compute(request), known, cancellationToken);
        }
    }

    private async Task<SpawnOutcome> EnqueueAsync(ValidSpawn spawn, Lease lease, byte[] print, bool known, CancellationToken cancellationToken)
    {
        if (!known)
        {
            await environment.WriteAsync(spawn.RequestId, spawn.Env, cancellationToken);
        }

        var result = await queue.EnqueueAsync(lease, print, options.Value.QueueLimit, cancellationToken);
        switch (result)
        {
            case EnqueueResult.Enqueued enqueued:
                ledger.Announce(enqueued.Lease);
                return new SpawnOutcome.Accepted(enqueued.Lease);
            case EnqueueResult.Known found:
                return new SpawnOutcome.Known(found.Lease);
            case EnqueueResult.Conflict:
                return Refuse(ErrorCodes.RequestIdConflict, $"request {spawn.RequestId} was given before with another body; take a new request_id");
            default:
                environment.Delete(spawn.RequestId);
                return Refuse(ErrorCodes.TooManyRequests, $"{options.Value.QueueLimit} requests are waiting; try again later");
        }
    }

    private static Lease MakeLease(ValidSpawn spawn, DateTimeOffset now) => new()
    {
        Id = LeaseId.New(now),
        RequestId = spawn.RequestId,
        Owner = spawn.Owner,
        Workload = spawn.Workload,
        Duration = spawn.Duration,
        CreatedAt = now,
    };

    private static SpawnOutcome.Refused Refuse(string code, string detail) => new([new Problem(code, detail)]);
}
