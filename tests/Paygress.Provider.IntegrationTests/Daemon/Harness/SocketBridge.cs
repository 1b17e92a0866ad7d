using System.Net;
using System.Net.Sockets;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>Lets a program that knows no unix sockets reach one, over the loopback of the tests' own network.</summary>
internal sealed class SocketBridge : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _socket;
    private readonly Task _loop;

    public SocketBridge(string socket)
    {
        _socket = socket;
        _listener.Start();
        _loop = AcceptAsync([]);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(List<Task> connections)
    {
        try
        {
            while (true)
            {
                connections.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        finally
        {
            await Task.WhenAll(connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var near = client;
        using var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await far.ConnectAsync(new UnixDomainSocketEndPoint(_socket), _stop.Token);
        await using var answers = new NetworkStream(far);
        await Task.WhenAny(client.GetStream().CopyToAsync(answers, _stop.Token), answers.CopyToAsync(client.GetStream(), _stop.Token));
    }
}
