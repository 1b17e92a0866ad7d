using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Leases;

/// <summary>What an event does to a lease.</summary>
public abstract record Transition
{
    private Transition()
    {
    }

    /// <summary>The lease as it is after the event.</summary>
    public sealed record Changed(Lease Lease) : Transition;

    /// <summary>The event was applied before; nothing changes.</summary>
    public sealed record Repeated : Transition;

    /// <summary>The event does not fit the lease's state or time.</summary>
    public sealed record Refused(Problem Problem) : Transition;
}
