namespace Paygress.Provider.Linux.Node;

/// <summary>The protocols that have ports.</summary>
internal enum TransportProtocol
{
    /// <summary>TCP.</summary>
    Tcp,

    /// <summary>UDP.</summary>
    Udp,
}
