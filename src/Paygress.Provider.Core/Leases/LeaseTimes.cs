using System.Collections.Concurrent;
using Paygress.Provider.Core.Diagnostics;

namespace Paygress.Provider.Core.Leases;

/// <summary>Times the lives of leases by the events that the ledger applied.</summary>
internal sealed class LeaseTimes(IProviderMeter meter)
{
    // In memory: a restart in the middle of an eviction leaves out its duration, not its lateness.
    private readonly ConcurrentDictionary<LeaseId, DateTimeOffset> _evicting = new();

    /// <summary>Notes an event and the lease that came of it.</summary>
    public void Note(LeaseEvent e, Lease lease)
    {
        switch (e)
        {
            case LeaseEvent.Started:
                meter.SpawnEnded(SpawnEnding.Active, e.At - lease.CreatedAt);
                break;
            case LeaseEvent.Rejected:
                meter.SpawnEnded(SpawnEnding.Rejected, e.At - lease.CreatedAt);
                break;
            case LeaseEvent.ProvisionFailed when lease.EndReason is EndReason.ProvisionFailed:
                meter.SpawnEnded(SpawnEnding.Failed, e.At - lease.CreatedAt);
                break;
            case LeaseEvent.Expired when lease.ExpiresAt is { } end:
                meter.Expired(e.At - end);
                break;
            case LeaseEvent.EvictionFailed:
                meter.EvictionFailed();
                break;
        }

        NoteEviction(e, lease);
    }

    private void NoteEviction(LeaseEvent e, Lease lease)
    {
        if (lease.State is LeaseState.Evicting && e is not LeaseEvent.EvictionFailed)
        {
            _evicting.TryAdd(lease.Id, e.At);
        }
        else if (lease is { IsOver: true, EndReason: { } reason } && _evicting.TryRemove(lease.Id, out var began))
        {
            meter.EvictionEnded(reason, e.At - began);
        }
    }
}
