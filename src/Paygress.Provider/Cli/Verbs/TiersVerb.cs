using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Lists the tiers on offer.</summary>
internal sealed class TiersVerb : ClientVerb
{
    public TiersVerb(CliContext context)
        : base(
            context, "tiers", "List the sizes on offer, with their rate.",
            "paygress-provider tiers", "", "CPU in cores, memory and storage in binary MB and GB.")
    {
        Define();
    }

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var reply = await call.Client.TiersAsync(cancellationToken);
        if (reply is not Reply<TierListMessage>.Ok { Value: var list })
        {
            return call.Fail(reply);
        }

        if (call.Json)
        {
            call.PrintJson(list, CliJson.Api.TierListMessage);
        }
        else if (list.Tiers.Count == 0)
        {
            call.PrintLine("No tiers. Add some to the section Tiers of the configuration.");
        }
        else
        {
            call.Print(CatalogTables.Tiers(list.Tiers, call.Terminal.Out.Width));
        }

        return ExitCode.Done;
    }
}
