using System.Net.Sockets;

namespace Paygress.Provider.Benchmarks.Host;

/// <summary>HTTP over a unix socket, with connections that are kept, as a program would do it.</summary>
internal static class UnixHttp
{
    public static HttpClient Connect(string socket) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, token) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), token);
            return new NetworkStream(connection, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://localhost/"),
        Timeout = TimeSpan.FromMinutes(2),
    };
}
