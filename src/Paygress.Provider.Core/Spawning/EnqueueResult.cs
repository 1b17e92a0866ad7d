using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Spawning;

/// <summary>What came of putting a request into the queue.</summary>
public abstract record EnqueueResult
{
    private EnqueueResult()
    {
    }

    /// <summary>It waits now.</summary>
    public sealed record Enqueued(Lease Lease) : EnqueueResult;

    /// <summary>The same request was given before: its lease as it is now.</summary>
    public sealed record Known(Lease Lease) : EnqueueResult;

    /// <summary>Another request was given before with this id.</summary>
    public sealed record Conflict : EnqueueResult;

    /// <summary>No new leases are taken.</summary>
    public sealed record Draining : EnqueueResult;

    /// <summary>As many wait as may.</summary>
    public sealed record Full(int Limit) : EnqueueResult;

    /// <summary>Its owner has as many leases as one may have.</summary>
    public sealed record OwnerFull(OwnerId Owner, int Limit) : EnqueueResult;
}
