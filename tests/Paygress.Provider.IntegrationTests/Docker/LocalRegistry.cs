using System.Net;
using System.Net.Sockets;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.IntegrationTests.Docker;

/// <summary>A registry on loopback, for as long as a test needs it.</summary>
internal sealed class LocalRegistry : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public string Address { get; private set; } = string.Empty;

    public static async Task<LocalRegistry> StartAsync(DockerHost host)
    {
        var port = FreePort();
        var configuration = Path.Combine(host.Root, $"registry-{port}.yml");
        await File.WriteAllTextAsync(
            configuration,
            $$"""
            version: 0.1
            log:
              level: error
            storage:
              filesystem:
                rootdirectory: {{host.Root}}/registry-{{port}}
            http:
              addr: "127.0.0.1:{{port}}"
            """,
            TestContext.Current.CancellationToken);
        var registry = new LocalRegistry { Address = $"127.0.0.1:{port}" };
        registry._running = host.Runner.StreamLinesAsync(
            new StreamSpec { Program = "docker-registry", Arguments = ["serve", configuration], IdleLimit = Timeout.InfiniteTimeSpan },
            (_, _) => ValueTask.CompletedTask,
            registry._stop.Token);
        await AnswersAsync(port);
        return registry;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task AnswersAsync(int port)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
                return;
            }
            catch (SocketException) when (attempt < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }
    }
}
