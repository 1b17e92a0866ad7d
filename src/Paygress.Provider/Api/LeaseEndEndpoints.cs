using System.Collections.Immutable;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Core.StoreLoss;

namespace Paygress.Provider.Api;

/// <summary>When a lease ends: later, for certain, or now.</summary>
internal static class LeaseEndEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapDelete("/v1/leases/{id}", ReleaseAsync);
        routes.MapPost("/v1/leases/{id}/extend", ExtendAsync);
        routes.MapPost("/v1/leases/{id}/confirm", ConfirmAsync);
    }

    private static async Task<IResult> ReleaseAsync(
        string id, string? reason, string? wait, LeaseWaiter waiter, ILeaseStore store, LeaseReleaser releaser, RemainsRemover remains, LeaseMapper mapper, CancellationToken cancellationToken)
    {
        var time = LeaseWaiter.Read(wait, out var nonsense);
        if ((ReleaseReason.FindFault(reason) ?? nonsense) is { } fault)
        {
            return ProblemResults.For(fault);
        }

        var found = await waiter.FindAsync(id, cancellationToken);
        if (found is null or { IsOver: true } && await ReleaseRemainsAsync(id, remains, cancellationToken) is { } removed)
        {
            return removed;
        }

        if (found is not { } lease)
        {
            return ProblemResults.NoSuchLease(id);
        }

        if (await releaser.ReleaseAsync(lease, reason, cancellationToken) is ApplyResult.Refused refused)
        {
            return ProblemResults.For(refused.Problem);
        }

        var after = await waiter.WaitAsync(() => store.FindAsync(lease.Id, cancellationToken), l => l.IsOver, anyChange: false, time, cancellationToken);
        return after is null ? ProblemResults.NoSuchLease(id) : Answer(new ReleaseMessage(mapper.ToMessage(after)));
    }

    // None when there is nothing of it on the host.
    private static async Task<IResult?> ReleaseRemainsAsync(string id, RemainsRemover remains, CancellationToken cancellationToken)
    {
        LeaseId? leaseId = LeaseId.TryParse(id, out var parsed) ? parsed : null;
        Vmid? vmid = Vmid.TryParse(id, out var number) ? number : null;
        if (leaseId is null && vmid is null)
        {
            return null;
        }

        var removed = await remains.RemoveAsync(leaseId, vmid, cancellationToken);
        return removed switch
        {
            HostResult<ImmutableArray<AuditFinding>>.Done { Value.IsEmpty: true } => null,
            HostResult<ImmutableArray<AuditFinding>>.Done { Value: var all } => Answer(new ReleaseMessage(null, new RemovedListMessage(
                [.. all.Select(f => new RemovedMessage(f.Kind, f.Name, f.Vmid?.Value, f.LeaseId?.ToString()))]))),
            _ => ProblemResults.For(removed.Error!), // the two other cases carry one
        };
    }

    private static async Task<IResult> ExtendAsync(string id, HttpRequest request, LeaseWaiter finder, LeaseExtender extender, LeaseMapper mapper, CancellationToken cancellationToken)
    {
        var (message, problem) = await RequestBody.ReadAsync(request, ApiJsonContext.Default.ExtendMessage, cancellationToken);
        if (message is null)
        {
            return ProblemResults.For(problem!); // one of the two is there
        }

        if (await finder.FindAsync(id, cancellationToken) is not { } lease)
        {
            return ProblemResults.NoSuchLease(id);
        }

        return await extender.ExtendAsync(lease.Id, message.RequestId, message.DurationSeconds, cancellationToken) switch
        {
            ExtendOutcome.Extended x => Results.Json(mapper.ToMessage(x.Lease), ApiJsonContext.Default.LeaseMessage),
            ExtendOutcome.Refused x => ProblemResults.For(x.Problem),
            var other => throw new InvalidOperationException($"no answer for {other}"),
        };
    }

    private static async Task<IResult> ConfirmAsync(string id, HttpRequest request, LeaseWaiter finder, LeaseConfirmer confirmer, LeaseMapper mapper, CancellationToken cancellationToken)
    {
        var (message, problem) = await RequestBody.ReadAsync(request, ApiJsonContext.Default.ConfirmMessage, cancellationToken);
        if (message is null)
        {
            return ProblemResults.For(problem!); // one of the two is there
        }

        if (await finder.FindAsync(id, cancellationToken) is not { } lease)
        {
            return ProblemResults.NoSuchLease(id);
        }

        return await confirmer.ConfirmAsync(lease.Id, message.RequestId, message.DurationSeconds, cancellationToken) switch
        {
            ConfirmOutcome.Confirmed x => Results.Json(mapper.ToMessage(x.Lease), ApiJsonContext.Default.LeaseMessage),
            ConfirmOutcome.Refused x => ProblemResults.For(x.Problem),
            var other => throw new InvalidOperationException($"no answer for {other}"),
        };
    }

    private static IResult Answer(ReleaseMessage message) => Results.Json(message, ApiJsonContext.Default.ReleaseMessage);
}
