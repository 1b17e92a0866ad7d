using System.Text;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Network;

/// <summary>The firewall's table. A flush by somebody else takes it away until the next look.</summary>
internal sealed class FirewallLayer(HostTools tools, FirewallText text) : INetworkLayer
{
    private const string Name = "firewall";

    // What nft shows of our rules it words its own way: the words right after they were set are what later ones have to be.
    private string? _expected;

    public async Task<LayerState> MendAsync(CancellationToken cancellationToken)
    {
        if (_expected is not null && await ListAsync(cancellationToken) is HostResult<string>.Done { Value: var found } && found == _expected)
        {
            return LayerState.Intact(Name);
        }

        var replaced = await ApplyAsync(text.Replace(), cancellationToken);
        if (!replaced.IsDone)
        {
            return LayerState.Broken(Name, replaced);
        }

        var listed = await ListAsync(cancellationToken);
        if (listed is not HostResult<string>.Done { Value: var rules })
        {
            return LayerState.Broken(Name, listed);
        }

        _expected = rules;
        return LayerState.PutBack(Name, $"table {text.Table}");
    }

    /// <summary>Takes the table away.</summary>
    public Task<HostResult<string>> RemoveAsync(CancellationToken cancellationToken) => ApplyAsync(text.Remove(), cancellationToken);

    private Task<HostResult<string>> ApplyAsync(string rules, CancellationToken cancellationToken) =>
        tools.RunAsync("nft", ["-f", "-"], Encoding.ASCII.GetBytes(rules), _ => ErrorCodes.BackendError, cancellationToken);

    // Without counters and without the addresses of the moment.
    private Task<HostResult<string>> ListAsync(CancellationToken cancellationToken) =>
        tools.RunAsync("nft", ["-s", "-t", "list", "table", "inet", text.Table], cancellationToken);
}
