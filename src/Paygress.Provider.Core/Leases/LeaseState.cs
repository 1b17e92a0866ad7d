namespace Paygress.Provider.Core.Leases;

/// <summary>Where a lease is in its life. Stored as text: members are never renamed.</summary>
public enum LeaseState
{
    /// <summary>In the durable queue; nothing is reserved.</summary>
    Queued,

    /// <summary>Vmid, ports, cpu, memory and disk are reserved; side effects are under way.</summary>
    Provisioning,

    /// <summary>The container runs and the clock counts.</summary>
    Active,

    /// <summary>The encrypted volume is without its key; the container is stopped, the clock counts.</summary>
    Locked,

    /// <summary>Being taken down until every trace is verified gone.</summary>
    Evicting,

    /// <summary>Was active; nothing of it is left.</summary>
    Ended,

    /// <summary>Never became active; nothing of it is left.</summary>
    Failed,
}
