using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Leases;

/// <summary>Puts the end of a lease in force that was held since it was rebuilt.</summary>
public sealed class LeaseConfirmer(LeaseLedger ledger, LeaseOutages outages, IOptions<LeasesOptions> options, TimeProvider timeProvider)
{
    /// <summary>Confirms the end as it is, or sets another one. Refused with <c>invalid_request</c>, <c>invalid_duration</c>, <c>not_active</c>, <c>not_held</c> or <c>request_id_conflict</c>.</summary>
    /// <param name="requestId">Lets the same request be given again; none does without.</param>
    /// <param name="seconds">How long it lasts from now on; none lets the end hold that it has.</param>
    public async Task<ConfirmOutcome> ConfirmAsync(LeaseId id, string? requestId, long? seconds, CancellationToken cancellationToken)
    {
        RequestId? request = RequestId.TryParse(requestId, out var parsed) ? parsed : null;
        if (requestId is not null && request is null)
        {
            return Refuse(ErrorCodes.InvalidRequest, "request_id", $"must be up to {RequestId.MaxLength} letters, digits, dots, dashes and underscores");
        }

        if (seconds <= 0 || seconds > options.Value.MaximumDuration.TotalSeconds)
        {
            return Refuse(ErrorCodes.InvalidDuration, "duration_seconds", $"must be from 1s to {DurationText.Format(options.Value.MaximumDuration)}");
        }

        TimeSpan? time = seconds is { } given ? TimeSpan.FromSeconds(given) : null;
        return await ledger.ApplyAsync(id, new LeaseEvent.Confirmed(request, time, timeProvider.GetUtcNow()), cancellationToken) switch
        {
            ApplyResult.Applied x => new ConfirmOutcome.Confirmed(await ExpireIfOverAsync(x.Lease, cancellationToken)),
            ApplyResult.Repeated x => new ConfirmOutcome.Confirmed(x.Lease),
            ApplyResult.Refused x => new ConfirmOutcome.Refused(x.Problem),
            _ => Refuse(ErrorCodes.NotFound, "id", "there is no such lease"),
        };
    }

    // Whoever confirms an end that is over is told what comes of it; the cleanup loop does the rest, or was first.
    private async Task<Lease> ExpireIfOverAsync(Lease lease, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        if (!outages.Foresee(lease).IsDue(now))
        {
            return lease;
        }

        return await ledger.ApplyAsync(lease.Id, new LeaseEvent.Expired(now), cancellationToken) switch
        {
            ApplyResult.Applied x => x.Lease,
            ApplyResult.Refused x => x.Lease,
            _ => lease,
        };
    }

    private static ConfirmOutcome.Refused Refuse(string code, string where, string detail) => new(new Problem(code, detail, where));
}
