namespace Paygress.Provider.Core.Leases;

/// <summary>Why a lease is over. Stored as text: members are never renamed.</summary>
public enum EndReason
{
    /// <summary>Its time was up.</summary>
    Expired,

    /// <summary>Somebody asked for its end.</summary>
    Released,

    /// <summary>Its container was removed by somebody else.</summary>
    ContainerLost,

    /// <summary>It was stopped because it filled the host's disk.</summary>
    DiskLimit,

    /// <summary>It was taken on and could not be started.</summary>
    ProvisionFailed,

    /// <summary>It was not taken on.</summary>
    Rejected,
}
