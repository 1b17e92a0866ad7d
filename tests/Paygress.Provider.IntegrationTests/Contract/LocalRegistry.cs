using System.Diagnostics;
using System.Net.Sockets;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Contract;

/// <summary>A real registry (package docker-registry) on loopback, with one small image in it.</summary>
#pragma warning disable RS0030 // It is a server that has to run beside the test.
public sealed class LocalRegistry : IAsyncLifetime
{
    public const string Address = "127.0.0.1:5005";

    private readonly string _folder = Path.Combine(TestEngine.Root, "registry");
    private Process? _process;

    internal static string Image => $"{Address}/small/idle:1";

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder);
        var config = Path.Combine(_folder, "config.yml");
        await File.WriteAllTextAsync(config, $"version: 0.1\nlog:\n  level: error\nstorage:\n  filesystem:\n    rootdirectory: {_folder}/data\nhttp:\n  addr: {Address}\n");
        _process = Process.Start(new ProcessStartInfo("docker-registry", ["serve", config]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        await WaitAsync();
        await TestEngine.DockerAsync("tag", TestImages.Idle, Image);
        await TestEngine.DockerAsync("push", Image);
        await TestEngine.DockerAsync("rmi", Image);
    }

    public async ValueTask DisposeAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task WaitAsync()
    {
        for (var i = 0; i < 200; i++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", 5005);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }

        throw new InvalidOperationException("the registry does not answer");
    }
}
#pragma warning restore RS0030
