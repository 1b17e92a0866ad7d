using Paygress.Provider.Linux.Network;

namespace Paygress.Provider.Network;

/// <summary>Lets the guard hear of new ports and of rules that are taken away, in the moment in which it happens.</summary>
internal sealed class NetworkWatchService(NetworkWatch watch) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => watch.RunAsync(stoppingToken);
}
