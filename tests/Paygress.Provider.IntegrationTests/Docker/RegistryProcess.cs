using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.IntegrationTests.Docker;

/// <summary>A real registry (package docker-registry) on loopback, for as long as a test needs it.</summary>
internal sealed class RegistryProcess : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly string _folder;
    private Task _running = Task.CompletedTask;

    private RegistryProcess(string folder, int port)
    {
        _folder = folder;
        Address = $"127.0.0.1:{port}";
    }

    public string Address { get; }

    /// <param name="root">A folder of its own is made in it.</param>
    /// <param name="port">0 for any.</param>
    /// <param name="users">Lines as <c>htpasswd -B</c> writes them; none for a registry that is open to all.</param>
    public static async Task<RegistryProcess> StartAsync(string root, int port = 0, string? users = null)
    {
        port = port > 0 ? port : FreePort();
        var registry = new RegistryProcess(Directory.CreateDirectory(Path.Combine(root, $"registry-{port}")).FullName, port);
        await registry.WriteAsync(users);
        registry._running = new CliWrapCommandRunner(TimeProvider.System, NullLogger<CliWrapCommandRunner>.Instance).StreamLinesAsync(
            new StreamSpec { Program = "docker-registry", Arguments = ["serve", registry.ConfigFile], IdleLimit = Timeout.InfiniteTimeSpan },
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
        Directory.Delete(_folder, recursive: true);
    }

    private string ConfigFile => Path.Combine(_folder, "config.yml");

    private async Task WriteAsync(string? users)
    {
        var auth = "";
        if (users is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, "users"), users);
            auth = $"auth:\n  htpasswd:\n    realm: test\n    path: {_folder}/users\n";
        }

        await File.WriteAllTextAsync(
            ConfigFile, $"version: 0.1\nlog:\n  level: error\nstorage:\n  filesystem:\n    rootdirectory: {_folder}/data\nhttp:\n  addr: {Address}\n{auth}");
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
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (attempt < 200)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }
}
