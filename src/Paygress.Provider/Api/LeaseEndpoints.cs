using System.Collections.Immutable;
using System.Security.Cryptography;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Text;

namespace Paygress.Provider.Api;

/// <summary>Looking at leases and unlocking them.</summary>
internal static class LeaseEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/leases", ListAsync);
        routes.MapGet("/v1/leases/{id}", GetAsync);
        routes.MapGet("/v1/leases/{id}/events", ListEventsAsync);
        routes.MapPost("/v1/leases/{id}/unlock", UnlockAsync);
    }

    private static async Task<IResult> ListAsync(string[]? state, string? all, ILeaseStore store, LeaseMapper mapper, CancellationToken cancellationToken)
    {
        var states = ImmutableArray.CreateBuilder<LeaseState>();
        foreach (var text in state ?? [])
        {
            if (!EnumText<LeaseState>.TryParse(text, out var value))
            {
                return ProblemResults.For(new Problem(ErrorCodes.InvalidRequest, $"'{text}' is not a state of a lease", "state"));
            }

            states.Add(value);
        }

        var showsAll = QueryFlag.Read(nameof(all), all, out var fault);
        if (fault is not null)
        {
            return ProblemResults.For(fault);
        }

        var wanted = states.Count > 0 ? states.ToImmutable() : showsAll ? [] : LeaseStates.Live;
        var leases = await store.ListAsync(wanted, cancellationToken);
        return Results.Json(new LeaseListMessage([.. leases.Select(l => mapper.ToMessage(l))]), ApiJsonContext.Default.LeaseListMessage);
    }

    private static async Task<IResult> GetAsync(string id, LeaseWaiter finder, IComputeBackend compute, LeaseMapper mapper, CancellationToken cancellationToken)
    {
        if (await finder.FindAsync(id, cancellationToken) is not { } lease)
        {
            return ProblemResults.NoSuchLease(id);
        }

        var container = lease is { IsReserving: true, Vmid: { } vmid } ? await compute.DescribeAsync(vmid, cancellationToken) : null;
        var seen = container is HostResult<ContainerDetails?>.Done { Value: { } details } && details.Status.LeaseId == lease.Id ? details : null;
        return Results.Json(mapper.ToMessage(lease, seen), ApiJsonContext.Default.LeaseMessage);
    }

    private static async Task<IResult> ListEventsAsync(string id, LeaseWaiter finder, ILeaseStore store, LeaseMapper mapper, CancellationToken cancellationToken)
    {
        if (await finder.FindAsync(id, cancellationToken) is not { } lease)
        {
            return ProblemResults.NoSuchLease(id);
        }

        var events = await store.ListEventsAsync(lease.Id, cancellationToken);
        var message = new LeaseEventListMessage(
            lease.Id.ToString(),
            [.. events.Select(mapper.ToMessage)]);
        return Results.Json(message, ApiJsonContext.Default.LeaseEventListMessage);
    }

    private static async Task<IResult> UnlockAsync(string id, HttpRequest request, LeaseWaiter finder, LeaseUnlocker unlocker, IHostApplicationLifetime lifetime, LeaseMapper mapper, CancellationToken cancellationToken)
    {
        var (message, problem) = await RequestBody.ReadAsync(request, ApiJsonContext.Default.UnlockMessage, cancellationToken);
        if (message is null)
        {
            return ProblemResults.For(problem!); // one of the two is there
        }

        try
        {
            if (await finder.FindAsync(id, cancellationToken) is not { } lease)
            {
                return ProblemResults.NoSuchLease(id);
            }

            if (message.Key?.Length != VolumeKey.Length)
            {
                return ProblemResults.For(new Problem(ErrorCodes.InvalidVolumeEncryption, $"must be {VolumeKey.Length} bytes as base64url without padding", "key_b64"));
            }

            // A caller who hangs up does not stop it halfway.
            using var key = new VolumeKey(message.Key);
            return Answer(await unlocker.UnlockAsync(lease.Id, key, lifetime.ApplicationStopping), mapper);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return ProblemResults.For(new Problem(ErrorCodes.BackendUnavailable, "the provider stops; unlock again in a moment"));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(message.Key);
        }
    }

    private static IResult Answer(UnlockOutcome outcome, LeaseMapper mapper) => outcome switch
    {
        UnlockOutcome.Unlocked x => Results.Json(mapper.ToMessage(x.Lease), ApiJsonContext.Default.LeaseMessage),
        UnlockOutcome.Refused x => ProblemResults.For(x.Problem),
        var other => throw new InvalidOperationException($"no answer for {other}"),
    };
}
