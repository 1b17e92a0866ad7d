using System.CommandLine;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Parsing;
using Paygress.Provider.Cli.Rendering;
using Spectre.Console;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Shows everything about one lease.</summary>
internal sealed class InspectVerb : ClientVerb
{
    private readonly Argument<LeaseReference> _lease = LeaseArgument.Create();

    public InspectVerb(CliContext context)
        : base(
            context, "inspect", "Show one lease in full, with its event log as a timeline.",
            "paygress-provider inspect 1005", "paygress-provider inspect 1005 --json | jq '.events[]'")
    {
        Define(_lease);
    }

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var lease = call.Arguments.GetRequiredValue(_lease);
        var found = await call.Client.LeaseAsync(lease, cancellationToken);
        if (found is not Reply<LeaseMessage>.Ok { Value: var message })
        {
            return call.Fail(found);
        }

        // By its id: the vmid may have gone to another lease meanwhile.
        var log = await call.Client.EventsAsync(LeaseReference.Of(message), cancellationToken);
        if (log is not Reply<LeaseEventListMessage>.Ok { Value.Events: var events })
        {
            return call.Fail(log);
        }

        Show(call, message, events);
        return ExitCode.Done;
    }

    private static void Show(ClientCall call, LeaseMessage lease, IReadOnlyList<LeaseEventMessage> events)
    {
        if (call.Json)
        {
            call.PrintJson(new InspectMessage(lease, events), CliJson.Cli.InspectMessage);
            return;
        }

        call.Print(new Rows(LeaseDetails.All(lease), Text.Empty, Timeline.Build(events, lease.EndedAt is not null, call.Time.GetUtcNow())));
    }
}
