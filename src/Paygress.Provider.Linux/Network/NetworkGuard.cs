using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Linux.Network;

/// <summary>Keeps every layer between tenants and what they may not reach in place.</summary>
public sealed class NetworkGuard : IAsyncDisposable
{
    private readonly FirewallLayer _firewall;
    private readonly HeldFirewallLayer _held;
    private readonly RouteLayer _routes;
    private readonly PortLayer _ports;
    private readonly ImmutableArray<INetworkLayer> _layers;
    private readonly SemaphoreSlim _turn = new(1, 1);

    internal NetworkGuard(ICommandRunner runner, DockerOptions docker, NetworkOptions network, TimeProvider timeProvider)
    {
        var tools = new HostTools(runner);
        var text = new FirewallText(docker.Bridge, docker.Dns, network);
        _firewall = new FirewallLayer(tools, text);
        _held = new HeldFirewallLayer(runner, tools, text, timeProvider);
        _routes = new RouteLayer(tools, new RouteText(docker.Bridge, docker.Dns, network));
        _ports = new PortLayer(tools, docker.Bridge);

        // The firewall first: until it marks answers, the routes would cut off whoever reaches a lease from a private network.
        _layers = [_firewall, _held, _routes, _ports, new DockerChainLayer(tools, docker.RepairByRestart, timeProvider)];
    }

    /// <summary>To be sent when something happened to the rules.</summary>
    public Pulse Touched { get; } = new();

    /// <summary>Looks at every layer, puts back what is missing, and tells how each is.</summary>
    public async Task<ImmutableArray<LayerState>> MendAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var states = ImmutableArray.CreateBuilder<LayerState>();
            foreach (var layer in _layers)
            {
                states.Add(await layer.MendAsync(cancellationToken));
            }

            return states.ToImmutable();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Isolates the ports that came; what fails is told by the next look at all layers.</summary>
    public async Task MendPortsAsync(CancellationToken cancellationToken)
    {
        if ((await _ports.MendAsync(cancellationToken)).Fault is not null)
        {
            Touched.Send();
        }
    }

    /// <summary>Takes away what outlives this process, for a machine on which no tenant is left; gives what could not be taken.</summary>
    public async Task<ImmutableArray<string>> RemoveAsync(CancellationToken cancellationToken)
    {
        HostResult<string>[] removed = [await _routes.RemoveAsync(cancellationToken), await _firewall.RemoveAsync(cancellationToken)];
        return [.. removed.Where(r => !r.IsDone).Select(r => r.Error!.Detail)]; // not done carries an error
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _held.DisposeAsync();
        _turn.Dispose();
    }
}
