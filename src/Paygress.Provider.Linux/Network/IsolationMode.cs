namespace Paygress.Provider.Linux.Network;

/// <summary>Whether tenants are kept from the host, from each other and from private networks.</summary>
public enum IsolationMode
{
    /// <summary>No lease is offered while the rules are not in place.</summary>
    Required,

    /// <summary>The provider sets no rules; somebody else has to.</summary>
    Off,
}
