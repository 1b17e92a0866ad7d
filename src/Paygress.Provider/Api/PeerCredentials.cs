using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Paygress.Provider.Api;

/// <summary>Tells who is at the other end of a unix socket; the kernel vouches for it.</summary>
internal static class PeerCredentials
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;
    private const int UidOffset = 4;

    /// <summary>The peer's uid as text, or <c>unknown</c>.</summary>
    public static string UidOf(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
        {
            return "unknown";
        }

        try
        {
            // struct ucred { pid_t pid; uid_t uid; gid_t gid; }
            Span<byte> credentials = stackalloc byte[12];
            socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials);
            return BinaryPrimitives.ReadUInt32LittleEndian(credentials[UidOffset..]).ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return "unknown";
        }
    }
}
