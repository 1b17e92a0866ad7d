using System.Net.Sockets;

namespace Paygress.Provider.Linux.Sockets;

/// <summary>Carries HTTP over a unix socket.</summary>
public static class UnixSocketTransport
{
    public static HttpMessageHandler Create(string socketPath) => new SocketsHttpHandler
    {
        ConnectCallback = (_, cancellationToken) => ConnectAsync(socketPath, cancellationToken),
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
    };

    private static async ValueTask<Stream> ConnectAsync(string socketPath, CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // The stream owns the socket and is given away; on failure it is disposed here.
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
#pragma warning restore CA2000
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
