using System.Collections.Immutable;
using System.Text;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Network;

/// <summary>The ports of the tenants' bridge are isolated: no frame goes from one to another, whatever firewall there is.</summary>
internal sealed class PortLayer(HostTools tools, string bridge) : INetworkLayer
{
    private const string Name = "bridge ports";

    public async Task<LayerState> MendAsync(CancellationToken cancellationToken)
    {
        var before = await ListOpenAsync(cancellationToken);
        if (before is not HostResult<ImmutableArray<string>>.Done { Value: var open })
        {
            return LayerState.Broken(Name, before);
        }

        if (open.IsEmpty)
        {
            return LayerState.Intact(Name);
        }

        // A container that ends takes its port along in the middle of this: the next look tells.
        var input = Encoding.ASCII.GetBytes(string.Concat(open.Select(port => $"link set dev {port} isolated on\n")));
        var isolated = await tools.RunAsync("bridge", ["-force", "-batch", "-"], input, _ => ErrorCodes.BackendError, cancellationToken);
        return await ListOpenAsync(cancellationToken) switch
        {
            // That a new container's port is isolated is no repair.
            HostResult<ImmutableArray<string>>.Done { Value.IsEmpty: true } => LayerState.Intact(Name),
            HostResult<ImmutableArray<string>>.Done { Value: var left } when !left.Intersect(open).Any() => LayerState.Intact(Name),
            HostResult<ImmutableArray<string>>.Done { Value: var left } => LayerState.Broken(Name, $"{string.Join(", ", left)} of {bridge} could not be isolated: {isolated.Error?.Detail ?? "bridge says it was done"}"),
            var silent => LayerState.Broken(Name, silent),
        };
    }

    private async Task<HostResult<ImmutableArray<string>>> ListOpenAsync(CancellationToken cancellationToken) =>
        NetworkJson.Read("bridge", await tools.RunAsync("bridge", ["-j", "-d", "link", "show"], cancellationToken), NetworkJsonContext.Default.ListBridgePort)
            .Select(all => all.Where(p => p.Master == bridge && p.Isolated != true).Select(p => p.Name).OfType<string>().ToImmutableArray());
}
