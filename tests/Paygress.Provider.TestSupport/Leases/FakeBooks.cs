using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Linux.Storage;

namespace Paygress.Provider.TestSupport.Leases;

/// <summary>The books in memory, shared by the fake lease store and the fake spawn queue.</summary>
public sealed class FakeBooks
{
    public FakeBooks()
    {
        Leases = new FakeLeaseStore(this);
        Queue = new FakeSpawnQueue(this);
        Events = new FakeEventLog(this);
        Images = new FakeImageBook(this);
    }

    public FakeLeaseStore Leases { get; }

    public FakeSpawnQueue Queue { get; }

    public FakeEventLog Events { get; }

    public FakeImageBook Images { get; }

    public FakeDrainSwitch Drain { get; } = new();

    public FakeOrphanSwitch Removal { get; } = new();

    /// <summary>When the last event was stored; none in books that are new.</summary>
    public DateTimeOffset? KnownUntil
    {
        get
        {
            lock (Gate)
            {
                return Order.Count > 0 ? Order[^1].Entry.At : null;
            }
        }
    }

    internal Lock Gate { get; } = new();

    internal Dictionary<LeaseId, Lease> Rows { get; } = [];

    internal Dictionary<LeaseId, byte[]> Fingerprints { get; } = [];

    internal Dictionary<LeaseId, ImmutableArray<LeaseLogEntry>> Log { get; } = [];

    /// <summary>The events of all leases, in the order in which they were stored.</summary>
    internal List<NumberedEvent> Order { get; } = [];

    internal List<(LeaseId Id, bool Taken)> Waiting { get; } = [];

    internal int LastVmid { get; set; }

    internal int LastPort { get; set; }

    /// <summary>Puts a lease there in whatever state, as if it had been stored before the test.</summary>
    public Lease Add(Lease lease)
    {
        lock (Gate)
        {
            return StoreLocked(lease, "Added", null, lease.CreatedAt);
        }
    }

    /// <summary>Nobody's lease was ever in them.</summary>
    public void Lose()
    {
        lock (Gate)
        {
            Rows.Clear();
            Fingerprints.Clear();
            Log.Clear();
            Waiting.Clear();
            (LastVmid, LastPort) = (0, 0);
        }
    }

    /// <summary>Forgets one lease, as a copy from before it does.</summary>
    public void Lose(LeaseId id)
    {
        lock (Gate)
        {
            Rows.Remove(id);
            Fingerprints.Remove(id);
            Log.Remove(id);
            Order.RemoveAll(e => e.LeaseId == id);
        }
    }

    internal Lease StoreLocked(Lease lease, string name, string? detail, DateTimeOffset at)
    {
        var stored = Round(lease);
        var holder = Rows.Values.FirstOrDefault(other => other.Id != lease.Id && other.IsReserving && other.Vmid == lease.Vmid);
        if (lease.IsReserving && holder is not null)
        {
            throw new InvalidOperationException($"vmid {lease.Vmid} is held by {holder.Id}");
        }

        Rows[lease.Id] = stored;
        var entry = new LeaseLogEntry(stored.Version, Round(at), name, stored.State, detail);
        Log[lease.Id] = [.. Log.GetValueOrDefault(lease.Id, []), entry];
        Order.Add(new NumberedEvent(1001 + Order.Count, lease.Id, stored.Vmid, entry));
        return stored;
    }

    // The real store holds whole milliseconds.
    private static Lease Round(Lease lease) => lease with
    {
        Duration = Round(lease.Duration),
        CreatedAt = Round(lease.CreatedAt),
        StartedAt = Round(lease.StartedAt),
        ExpiresAt = Round(lease.ExpiresAt),
        EndedAt = Round(lease.EndedAt),
        ExitedAt = Round(lease.ExitedAt),
        RestartAt = Round(lease.RestartAt),
        Outage = lease.Outage is { } outage ? new Outage(Round(outage.Since), Round(outage.Held)) : null,
        OutageCredit = Round(lease.OutageCredit),
        Confirmation = lease.Confirmation is { } confirmation ? confirmation with { For = confirmation.For is { } time ? Round(time) : null } : null,
        NextEvictionAt = Round(lease.NextEvictionAt),
        HoldUntil = Round(lease.HoldUntil),
        Extensions = [.. lease.Extensions.Select(x => x with { By = Round(x.By) })],
    };

    private static DateTimeOffset Round(DateTimeOffset moment) => StoredTime.Moment(StoredTime.Of(moment));

    private static TimeSpan Round(TimeSpan duration) => StoredTime.Duration(StoredTime.Of(duration));

    private static DateTimeOffset? Round(DateTimeOffset? moment) => moment is { } known ? Round(known) : null;
}
