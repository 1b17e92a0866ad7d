using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Lists the templates on offer.</summary>
internal sealed class TemplatesVerb : ClientVerb
{
    public TemplatesVerb(CliContext context)
        : base(
            context, "templates", "List what can be spawned.",
            "paygress-provider templates", "paygress-provider templates --json | jq '.templates[].slug'", "",
            "TIER is the one taken when none is asked for.")
    {
        Define();
    }

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var reply = await call.Client.TemplatesAsync(cancellationToken);
        if (reply is not Reply<TemplateListMessage>.Ok { Value: var list })
        {
            return call.Fail(reply);
        }

        if (call.Json)
        {
            call.PrintJson(list, CliJson.Api.TemplateListMessage);
        }
        else if (list.Templates.Count == 0)
        {
            call.PrintLine("No templates. Add some to the section Templates of the configuration.");
        }
        else
        {
            call.Print(CatalogTables.Templates(list.Templates, call.Terminal.Out.Width));
        }

        return ExitCode.Done;
    }
}
