using Paygress.Provider.IntegrationTests.Daemon.Harness;
using Paygress.Provider.IntegrationTests.Docker;

namespace Paygress.Provider.IntegrationTests.Contract;

/// <summary>A registry with one small image in it.</summary>
public sealed class LocalRegistry : IAsyncLifetime
{
    private const int Port = 5005;

    private RegistryProcess? _registry;

    public static string Address { get; } = $"127.0.0.1:{Port}";

    internal static string Image => $"{Address}/small/idle:1";

    public async ValueTask InitializeAsync()
    {
        _registry = await RegistryProcess.StartAsync(TestEngine.Root, Port);
        await TestEngine.DockerAsync("tag", TestImages.Idle, Image);
        await TestEngine.DockerAsync("push", Image);
        await TestEngine.DockerAsync("rmi", Image);
    }

    public async ValueTask DisposeAsync()
    {
        if (_registry is not null)
        {
            await _registry.DisposeAsync();
        }
    }
}
