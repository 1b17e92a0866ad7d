using Paygress.Provider.Linux.Sockets;

namespace Paygress.Provider.Benchmarks.Host;

/// <summary>HTTP over a unix socket, with connections that are kept, as a program would do it.</summary>
internal static class UnixHttp
{
    public static HttpClient Connect(string socket) => new(UnixSocketTransport.Create(socket))
    {
        BaseAddress = new Uri("http://localhost/"),
        Timeout = TimeSpan.FromMinutes(2),
    };
}
