using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Leases;

/// <summary>Sells more time for a lease that runs.</summary>
public sealed class LeaseExtender(LeaseLedger ledger, IOptions<LeasesOptions> options, TimeProvider timeProvider)
{
    /// <summary>Extends once for one request id. Refused with <c>invalid_request</c>, <c>invalid_duration</c>, <c>not_active</c>, <c>lease_expired</c> or <c>request_id_conflict</c>.</summary>
    public async Task<ExtendOutcome> ExtendAsync(LeaseId id, string? requestId, long? seconds, CancellationToken cancellationToken)
    {
        if (!RequestId.TryParse(requestId, out var request))
        {
            return Refuse(ErrorCodes.InvalidRequest, "request_id", "must be given: it keeps a repeated request from extending twice");
        }

        if (seconds is not > 0 || seconds > options.Value.MaximumDuration.TotalSeconds)
        {
            return Refuse(ErrorCodes.InvalidDuration, "duration_seconds", $"must be from 1s to {DurationText.Format(options.Value.MaximumDuration)}");
        }

        var extended = new LeaseEvent.Extended(request, TimeSpan.FromSeconds(seconds.Value), options.Value.MaximumDuration, timeProvider.GetUtcNow());
        return await ledger.ApplyAsync(id, extended, cancellationToken) switch
        {
            ApplyResult.Applied x => new ExtendOutcome.Extended(x.Lease),
            ApplyResult.Repeated x => new ExtendOutcome.Extended(x.Lease),
            ApplyResult.Refused x => new ExtendOutcome.Refused(x.Problem),
            _ => Refuse(ErrorCodes.NotFound, "id", "there is no such lease"),
        };
    }

    private static ExtendOutcome.Refused Refuse(string code, string where, string detail) => new(new Problem(code, detail, where));
}
