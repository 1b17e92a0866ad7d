using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Admission;

namespace Paygress.Provider.Core.Leases;

/// <summary>The one way to change a lease: stores the event, tells the journal, wakes who waits.</summary>
public sealed partial class LeaseLedger(ILeaseStore store, ILogger<LeaseLedger> logger)
{
    /// <summary>Sent after every change of a lease.</summary>
    public Pulse Changed { get; } = new();

    /// <summary>Applies one event to one lease.</summary>
    public async Task<ApplyResult> ApplyAsync(LeaseId id, LeaseEvent e, CancellationToken cancellationToken) =>
        Tell(e, await store.ApplyAsync(id, e, cancellationToken));

    /// <summary>Decides on a queued lease while the books stand still.</summary>
    public async Task<ApplyResult> AdmitAsync(LeaseId id, Func<Lease, Reservations, LeaseEvent> decide, CancellationToken cancellationToken)
    {
        LeaseEvent? decided = null;
        var result = await store.AdmitAsync(id, (lease, books) => decided = decide(lease, books), cancellationToken);
        return decided is null ? result : Tell(decided, result);
    }

    /// <summary>Tells of a lease that was put into the queue.</summary>
    public void Announce(Lease lease)
    {
        LeaseQueued(lease.Id, lease.RequestId, lease.Owner, lease.Workload.Template ?? lease.Workload.Image, lease.Workload.Tier.Id, DurationText.Format(lease.Duration));
        Changed.Send();
    }

    private ApplyResult Tell(LeaseEvent e, ApplyResult result)
    {
        switch (result)
        {
            case ApplyResult.Applied applied:
                Log(e, applied.Lease);
                Changed.Send();
                break;
            case ApplyResult.Refused refused:
                LeaseEventRefused(refused.Lease.Id, e.Name, refused.Problem.Code, refused.Problem.Detail);
                break;
        }

        return result;
    }
}
