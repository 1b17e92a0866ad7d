using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.TestSupport;

/// <summary>Plausible objects for tests that care about one thing only.</summary>
public static class Some
{
    /// <summary>The moment at which tests happen.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static int _count;

    public static Tier Tier(string id = "basic") => new(id, 1000, 1024, 10, 50);

    public static Workload Workload(string template = "hello", string? dataPath = "/data", bool encrypted = false) => new()
    {
        Image = "paygress/hello:1",
        Template = template,
        Tier = Tier(),
        Ports = [new WorkloadPort(8080, PortProtocol.Tcp, "web")],
        DataPath = dataPath,
        Encrypted = encrypted,
    };

    public static RequestId RequestId(string? text = null) =>
        Core.Leases.RequestId.TryParse(text ?? $"request-{Interlocked.Increment(ref _count)}", out var id) ? id : throw new ArgumentException(text);

    public static ImmutableArray<LeasePort> Ports(int hostPort = 20000) => [new LeasePort(hostPort, 8080, PortProtocol.Tcp, "web")];

    public static Problem Problem(string code = ErrorCodes.BackendError) => new(code, "it did not work");

    /// <summary>A lease that came to its state by the events that lead there, all at <paramref name="at"/>.</summary>
    public static Lease Lease(
        LeaseState state = LeaseState.Active,
        int vmid = 1000,
        DateTimeOffset? at = null,
        TimeSpan? duration = null,
        RequestId? requestId = null,
        Workload? workload = null)
    {
        var now = at ?? Now;
        var lease = new Lease
        {
            Id = LeaseId.New(now),
            RequestId = requestId ?? RequestId(),
            Owner = OwnerId.Local,
            Workload = workload ?? Workload(),
            Duration = duration ?? TimeSpan.FromMinutes(10),
            CreatedAt = now,
        };
        return EventsTo(state, vmid, now).Aggregate(lease, Apply);
    }

    /// <summary>The events that lead a queued lease to a state.</summary>
    public static ImmutableArray<LeaseEvent> EventsTo(LeaseState state, int vmid = 1000, DateTimeOffset? at = null)
    {
        var now = at ?? Now;
        ImmutableArray<LeaseEvent> admitted = [new LeaseEvent.Admitted(new Vmid(vmid), Ports(19000 + vmid), now), new LeaseEvent.ImageReady("sha256:0123456789abcdef", null, now)];
        ImmutableArray<LeaseEvent> started = [.. admitted, new LeaseEvent.Started("0123456789abcdef", "10.213.0.2", now)];
        ImmutableArray<LeaseEvent> released = [.. started, new LeaseEvent.Released(null, now)];
        return state switch
        {
            LeaseState.Queued => [],
            LeaseState.Provisioning => admitted,
            LeaseState.Active => started,
            LeaseState.Locked => [.. started, new LeaseEvent.KeyLost(now)],
            LeaseState.Evicting => released,
            LeaseState.Ended => [.. released, new LeaseEvent.VerifiedGone(now)],
            LeaseState.Failed => [new LeaseEvent.Rejected(Problem(ErrorCodes.NoCapacity), now)],
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "no way leads there"),
        };
    }

    private static Lease Apply(Lease lease, LeaseEvent e) => lease.Apply(e) switch
    {
        Transition.Changed changed => changed.Lease,
        var other => throw new InvalidOperationException($"{e.Name} does not fit: {other}"),
    };
}
