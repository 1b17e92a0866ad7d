using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Spawning;

/// <summary>Takes requests in: recognises what was given before, validates, writes down, and wakes the consumer.</summary>
public sealed class SpawnIntake(
    SpawnTerms terms,
    ISpawnQueue queue,
    IEnvironmentFiles environment,
    IDrainSwitch drain,
    SpawnFingerprint fingerprint,
    HostCapabilities host,
    VolumeKeys keys,
    RequestRate rate,
    LeaseLedger ledger,
    IOptions<SpawnOptions> options,
    TimeProvider timeProvider)
{
    // Two sources with one request id must not write one env file at the same time.
    private readonly KeyedLocks<RequestId> _requests = new();

    /// <summary>Takes one request; when it returns "accepted" the request survives a crash.</summary>
    public async Task<SpawnOutcome> SubmitAsync(SpawnRequest request, CancellationToken cancellationToken)
    {
        if (!RequestId.TryParse(request.RequestId, out var given))
        {
            // None given, or one that the validator refuses.
            return await TakeAsync(request, cancellationToken);
        }

        using (await _requests.AcquireAsync(given, cancellationToken))
        {
            // Before validation: what was accepted once stays accepted, whatever the configuration says now.
            var known = await queue.RecogniseAsync(given, fingerprint.Compute(request), cancellationToken);
            return known is null ? await TakeAsync(request, cancellationToken) : Answer(known, given);
        }
    }

    private async Task<SpawnOutcome> TakeAsync(SpawnRequest request, CancellationToken cancellationToken)
    {
        // Before anything that costs: what an owner has asked for already is answered in any case.
        if (FindHaste(request) is { } haste)
        {
            return haste;
        }

        var now = timeProvider.GetUtcNow();
        var validation = SpawnValidator.Validate(request, Terms(request), now);
        if (validation is not SpawnValidation.Valid { Spawn: var spawn })
        {
            return new SpawnOutcome.Refused(((SpawnValidation.Invalid)validation).Problems);
        }

        return FindRefusal(spawn, request.IsTrial ? host.FindLastingObstacle : host.FindObstacle) ?? await EnqueueAsync(spawn, MakeLease(spawn, now), request, cancellationToken);
    }

    // One whose owner can't be read is refused by the validator.
    private SpawnOutcome.Refused? FindHaste(SpawnRequest request)
    {
        var owner = OwnerId.Local;
        if (request.IsTrial || options.Value.MaxRequestsPerMinute is not (> 0 and var most) || (request.Owner is not null && !OwnerId.TryParse(request.Owner, out owner)))
        {
            return null;
        }

        return rate.Count(owner, most) is { } wait
            ? Refuse(ErrorCodes.TooManyRequests, $"owner {owner} has made the {most} new requests of a minute; try again in {DurationText.Format(TimeSpan.FromSeconds(Math.Ceiling(wait.TotalSeconds)))}")
            : null;
    }

    private SpawnOutcome.Refused? FindRefusal(ValidSpawn spawn, Func<HostCapability, string?> findObstacle) =>
        drain.IsDraining ? RefuseDraining()
        : findObstacle(HostCapability.Leases) is { } unfit ? Refuse(ErrorCodes.BackendUnavailable, $"this host can't run leases: {unfit}")
        : spawn.Workload.DataPath is not null && findObstacle(HostCapability.DataVolumes) is { } obstacle
            ? Refuse(ErrorCodes.BackendUnavailable, $"this host can't make data volumes: {obstacle}")
        : null;

    // The host is asked only where the answer is needed.
    private SpawnTerms Terms(SpawnRequest request) =>
        request.Encryption is null ? terms : terms with { EncryptionObstacle = host.FindObstacle(HostCapability.EncryptedVolumes) };

    private async Task<SpawnOutcome> EnqueueAsync(ValidSpawn spawn, Lease lease, SpawnRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await environment.WriteAsync(spawn.RequestId, spawn.Env, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(ErrorCodes.BackendError, $"the request could not be written down: {e.Message}");
        }

        return Answer(await HoldAndEnqueueAsync(lease, request, cancellationToken), spawn.RequestId);
    }

    private async Task<EnqueueResult> HoldAndEnqueueAsync(Lease lease, SpawnRequest request, CancellationToken cancellationToken)
    {
        EnqueueResult? result = null;
        try
        {
            if (request.Encryption?.Key is { } key)
            {
                // Before the queue has it: the consumer may take it at once.
                keys.Hold(lease.Id, key);
            }

            result = await queue.EnqueueAsync(lease, fingerprint.Compute(request), LimitsOf(request), cancellationToken);
            return result;
        }
        finally
        {
            if (result is not EnqueueResult.Enqueued)
            {
                keys.Drop(lease.Id);
            }

            if (result is EnqueueResult.Draining or EnqueueResult.Full or EnqueueResult.OwnerFull)
            {
                environment.Delete(lease.RequestId);
            }
        }
    }

    // A trial needs two leases, and is the operator's own.
    private QueueLimits LimitsOf(SpawnRequest request) => new(options.Value.QueueLimit, !request.IsTrial && options.Value.MaxLeasesPerOwner is > 0 and var most ? most : null);

    private SpawnOutcome Answer(EnqueueResult result, RequestId id)
    {
        switch (result)
        {
            case EnqueueResult.Enqueued x:
                ledger.Announce(x.Lease);
                return new SpawnOutcome.Accepted(x.Lease);
            case EnqueueResult.Known x:
                return new SpawnOutcome.Known(x.Lease);
            case EnqueueResult.Draining:
                return RefuseDraining();
            case EnqueueResult.Full x:
                return Refuse(ErrorCodes.TooManyRequests, $"{x.Limit} requests are waiting; try again later");
            case EnqueueResult.OwnerFull x:
                return Refuse(ErrorCodes.TooManyRequests, $"owner {x.Owner} has as many leases as an owner may have at a time: {x.Limit}, those that wait included");
            default:
                return Refuse(ErrorCodes.RequestIdConflict, $"request {id} was given before with another body; take a new request_id");
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

    private static SpawnOutcome.Refused RefuseDraining() => Refuse(ErrorCodes.Draining, "this provider takes no new leases at present");

    private static SpawnOutcome.Refused Refuse(string code, string detail) => new([new Problem(code, detail)]);
}
