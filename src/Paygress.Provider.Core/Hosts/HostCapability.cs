namespace Paygress.Provider.Core.Hosts;

/// <summary>What a host can offer, or can't.</summary>
public enum HostCapability
{
    /// <summary>Containers that are held to what was sold.</summary>
    Leases,

    /// <summary>Volumes of a bounded size.</summary>
    DataVolumes,

    /// <summary>Volumes under the tenant's own key.</summary>
    EncryptedVolumes,
}
