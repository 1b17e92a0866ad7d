using System.CommandLine;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Lists leases, once or live.</summary>
internal sealed class LeasesVerb : ClientVerb
{
    private readonly Option<bool> _all = new("--all", "-a") { Description = "Also those that are over." };
    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "Go on until Ctrl-C: a picture on a terminal, else a line for each change." };

    public LeasesVerb(CliContext context)
        : base(
            context, "leases", "List the leases; what ends next comes first.",
            "paygress-provider leases", "paygress-provider leases --watch", "paygress-provider leases --all --json | jq '.leases[] | .state'",
            "paygress-provider leases --watch --json | jq --unbuffered -c '[.vmid, .state]'", "",
            "Into a pipe or file, --watch prints each lease once, and again whenever its",
            "state or end changes; with --json a lease object a line.")
    {
        Define(_all, _watch);
    }

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var all = call.Arguments.GetValue(_all);
        if (call.Arguments.GetValue(_watch))
        {
            return call.Json || !call.Terminal.Out.IsScreen
                ? await new LeaseChanges(call, all).RunAsync(cancellationToken)
                : await new LeaseWatch(call, all).RunAsync(cancellationToken);
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
}
