namespace Paygress.Provider.Core.Leases;

/// <summary>The protocol of a published port.</summary>
public enum PortProtocol
{
    Tcp,
    Udp,
}
