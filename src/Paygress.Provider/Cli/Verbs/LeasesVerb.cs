using System.CommandLine;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Lists leases, once or live.</summary>
internal sealed class LeasesVerb : ClientVerb
{
    private readonly Option<bool> _all = new("--all", "-a") { Description = "Also those that are over." };
    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "Refresh each second until Ctrl-C. Needs a terminal." };

    public LeasesVerb(CliContext context)
        : base(
            context, "leases", "List the leases; what ends next comes first.",
            "paygress-provider leases", "paygress-provider leases --watch", "paygress-provider leases --all --json | jq '.leases[] | .state'")
    {
        Define(_all, _watch);
    }

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var all = call.Arguments.GetValue(_all);
        if (call.Arguments.GetValue(_watch))
        {
            return await WatchAsync(call, all, cancellationToken);
        }

        var reply = await call.Client.LeasesAsync(all, cancellationToken);
        if (reply is not Reply<LeaseListMessage>.Ok { Value: var list })
        {
            return call.Fail(reply);
        }

        if (call.Json)
        {
            call.PrintJson(list, CliJson.Api.LeaseListMessage);
        }
        else if (list.Leases.Count == 0)
        {
            call.PrintLine(LeaseTable.Empty);
        }
        else
        {
            call.Print(LeaseTable.Build(list.Leases, call.Terminal.Out.Width));
        }

        return ExitCode.Done;
    }

    private static async Task<int> WatchAsync(ClientCall call, bool all, CancellationToken cancellationToken)
    {
        if (call.Json || !call.Terminal.Out.IsScreen)
        {
            call.Note("error: --watch draws on a terminal; for a program, call 'paygress-provider leases --json' as often as it needs");
            return ExitCode.Usage;
        }

        return await new LeaseWatch(call, all).RunAsync(cancellationToken);
    }
}
