namespace Paygress.Provider.Linux.Node;

/// <summary>A port of this machine, whatever the address.</summary>
internal readonly record struct LocalPort(int Port, TransportProtocol Protocol);
