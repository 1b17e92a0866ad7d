using System.Collections.Immutable;
using System.Data.Common;
using System.Runtime.ExceptionServices;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Outages;

namespace Paygress.Provider.Core.Eviction;

/// <summary>Writes down that the time of leases is up.</summary>
public sealed class LeaseExpiry(ILeaseStore store, LeaseLedger ledger, LeaseOutages outages)
{
    /// <summary>Expires all that are over at <paramref name="now"/>, and finds those that are evicted already and due for a further try.</summary>
    public async Task<ExpiryOutcome> ExpireDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var unwritable = await TryCreditSleepAsync(cancellationToken);
        var due = await store.ListDueAsync(now, cancellationToken);
        var over = due.Where(l => l.State is not LeaseState.Evicting && outages.Foresee(l).ExpiresAt <= now).ToImmutableArray();
        var expired = await ExpireAsync(over, now, cancellationToken);
        return expired with
        {
            Due = [.. due.Where(l => l.State is LeaseState.Evicting).Select(l => l.Id), .. expired.Due],
            Unwritable = unwritable ?? expired.Unwritable,
        };
    }

    // What a tenant is owed comes before what he owes.
    private async Task<ExceptionDispatchInfo?> TryCreditSleepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await outages.CreditSleepAsync(cancellationToken);
            return null;
        }
        catch (DbException e)
        {
            return ExceptionDispatchInfo.Capture(e);
        }
    }

    // Many that end at one instant wait for the disk once.
    private async Task<ExpiryOutcome> ExpireAsync(ImmutableArray<Lease> over, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (over.Length > 1)
        {
            try
            {
                var results = await ledger.ApplyAllAsync([.. over.Select(l => l.Id)], new LeaseEvent.Expired(now), cancellationToken);
                return new ExpiryOutcome([.. results.OfType<ApplyResult.Applied>().Select(r => r.Lease.Id)], [], null);
            }
            catch (DbException)
            {
                // None was: each alone, as what is wrong with one lease must not keep the others.
            }
        }

        return await ExpireEachAsync(over, now, cancellationToken);
    }

    private async Task<ExpiryOutcome> ExpireEachAsync(ImmutableArray<Lease> over, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ExceptionDispatchInfo? unwritable = null;
        var (expired, refused) = (ImmutableArray.CreateBuilder<LeaseId>(), ImmutableArray.CreateBuilder<UnbookedLease>());
        foreach (var lease in over)
        {
            try
            {
                if (await ledger.ApplyAsync(lease.Id, new LeaseEvent.Expired(now), cancellationToken) is ApplyResult.Applied)
                {
                    expired.Add(lease.Id);
                }
            }
            catch (DbException e)
            {
                unwritable = ExceptionDispatchInfo.Capture(e);
                refused.Add(new UnbookedLease(lease, e.Message));
            }
        }

        return new ExpiryOutcome(expired.ToImmutable(), refused.ToImmutable(), unwritable);
    }
}
