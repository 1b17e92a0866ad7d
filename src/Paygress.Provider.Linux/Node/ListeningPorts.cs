namespace Paygress.Provider.Linux.Node;

/// <summary>Which ports programs of this machine use, in our network namespace.</summary>
internal sealed class ListeningPorts(ProcFileSystem proc)
{
    /// <summary>Looks; <see langword="null"/> when the kernel did not say, which must not be taken for "none".</summary>
    public IReadOnlySet<LocalPort>? Read()
    {
        if (proc.TryRead("net/tcp") is not { } tcp || proc.TryRead("net/udp") is not { } udp)
        {
            return null;
        }

        // The tables of IPv6 are absent where it is switched off.
        var ports = SocketTable.Parse(tcp, TransportProtocol.Tcp)
            .Concat(SocketTable.Parse(proc.TryRead("net/tcp6") ?? string.Empty, TransportProtocol.Tcp))
            .Concat(SocketTable.Parse(udp, TransportProtocol.Udp))
            .Concat(SocketTable.Parse(proc.TryRead("net/udp6") ?? string.Empty, TransportProtocol.Udp));
        return ports.ToHashSet();
    }
}
