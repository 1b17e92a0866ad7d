using System.Collections.Immutable;
using System.Text;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Network;

/// <summary>Routes that refuse what the firewall refuses, and that no flush of a firewall takes away.</summary>
internal sealed class RouteLayer(HostTools tools, RouteText text) : INetworkLayer
{
    private const string Name = "routes";

    public async Task<LayerState> MendAsync(CancellationToken cancellationToken)
    {
        var before = await FindChangesAsync(cancellationToken);
        if (before is not HostResult<ImmutableArray<string>>.Done { Value: var changes })
        {
            return LayerState.Broken(Name, before);
        }

        if (changes.IsEmpty)
        {
            return LayerState.Intact(Name);
        }

        var changed = await ApplyAsync(changes, cancellationToken);
        if (!changed.IsDone)
        {
            return LayerState.Broken(Name, changed);
        }

        return await FindChangesAsync(cancellationToken) switch
        {
            HostResult<ImmutableArray<string>>.Done { Value.IsEmpty: true } => LayerState.PutBack(Name, $"{changes.Length} rules and routes of table {text.Table}"),
            HostResult<ImmutableArray<string>>.Done { Value: var left } => LayerState.Broken(Name, $"not done: ip {left[0]}"),
            var silent => LayerState.Broken(Name, silent),
        };
    }

    /// <summary>Takes the rules away, and with the last of them all meaning of the table.</summary>
    public async Task<HostResult<string>> RemoveAsync(CancellationToken cancellationToken)
    {
        var listed = await ListRulesAsync(cancellationToken);
        return listed is HostResult<ImmutableArray<RouteRule>>.Done { Value: var rules }
            ? await ApplyAsync([.. text.OursIn(rules).Select(Deletion)], cancellationToken)
            : listed.As<string>();
    }

    private static string Deletion(RouteRule rule) => $"rule del {rule.ToWords()}";

    private Task<HostResult<string>> ApplyAsync(ImmutableArray<string> changes, CancellationToken cancellationToken) =>
        tools.RunAsync("ip", ["-batch", "-"], Encoding.ASCII.GetBytes(string.Concat(changes.Select(c => c + "\n"))), _ => ErrorCodes.BackendError, cancellationToken);

    // The table before the rules that lead to it, and what is too much last: at no moment is less refused than before.
    private async Task<HostResult<ImmutableArray<string>>> FindChangesAsync(CancellationToken cancellationToken)
    {
        var listed = await ListRulesAsync(cancellationToken);
        if (listed is not HostResult<ImmutableArray<RouteRule>>.Done { Value: var rules })
        {
            return listed.As<ImmutableArray<string>>();
        }

        var routes = await ListRoutesAsync(cancellationToken);
        return HostResult.Of<ImmutableArray<string>>(
        [
            .. text.MissingRanges(routes).Select(range => $"route replace prohibit {range} table {text.Table}"),
            .. text.Rules.Except(rules).Select(rule => $"rule add {rule.ToWords()}"),
            .. text.OursIn(rules).Except(text.Rules).Select(Deletion),
        ]);
    }

    private async Task<HostResult<ImmutableArray<RouteRule>>> ListRulesAsync(CancellationToken cancellationToken) =>
        NetworkJson.Read("ip", await tools.RunAsync("ip", ["-N", "-j", "rule", "show"], cancellationToken), NetworkJsonContext.Default.ListRouteRule);

    // A table that is not there yet is refused like any mistake: read as empty, it is filled, and the look after that has to succeed.
    private async Task<ImmutableArray<Route>> ListRoutesAsync(CancellationToken cancellationToken)
    {
        var listed = NetworkJson.Read("ip", await tools.RunAsync("ip", ["-j", "route", "show", "table", text.Table], cancellationToken), NetworkJsonContext.Default.ListRoute);
        return listed is HostResult<ImmutableArray<Route>>.Done { Value: var routes } ? routes : [];
    }
}
