using System.CommandLine;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Parsing;
using Paygress.Provider.Cli.Rendering;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Puts the end of a lease in force that is held.</summary>
internal sealed class ConfirmVerb : ClientVerb
{
    private readonly Argument<LeaseReference> _lease = LeaseArgument.Create();
    private readonly Option<TimeSpan?> _for = new("--for")
    {
        Description = $"Let it end after this time instead; {DurationParser.Units}.",
        HelpName = "DURATION",
        CustomParser = result => DurationParser.Parse(result),
    };

    private readonly Option<string?> _requestId = CommonOptions.RequestId();

    public ConfirmVerb(CliContext context)
        : base(
            context, "confirm", "Let the end of a held lease hold.",
            "paygress-provider confirm 1005", "paygress-provider confirm 1005 --for 2h", "",
            "After a loss of the store, leases are rebuilt from their containers. What was",
            "extended is not known there, so such an end may be too early: it is held, and",
            "the lease goes on, until you decide. Without --for the end that 'inspect'",
            "shows holds; a lease whose end is over then ends at once.")
    {
        Define(_lease, _for, _requestId);
    }

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var lease = call.Arguments.GetRequiredValue(_lease);
        var requestId = call.Arguments.GetValue(_requestId) ?? RequestId.New(call.Time.GetUtcNow()).Value;
        var message = new ConfirmMessage { RequestId = requestId, DurationSeconds = (long?)call.Arguments.GetValue(_for)?.TotalSeconds };
        var reply = await call.Client.ConfirmAsync(lease, message, cancellationToken);
        if (reply is not Reply<LeaseMessage>.Ok { Value: var confirmed })
        {
            return call.Fail(reply, $"it may have been confirmed; to ask the same again, add --request-id {requestId}");
        }

        call.Show(confirmed, CliJson.Api.LeaseMessage, () => call.PrintLine(Describe(lease, confirmed)));

        return ExitCode.Done;
    }

    private static string Describe(LeaseReference lease, LeaseMessage confirmed)
    {
        var end = confirmed.ExpiresAt is { } moment ? ShortTime.Moment(moment) : "as it was said";
        return confirmed.State is "active" or "locked"
            ? $"the end of lease {lease} is confirmed; it ends {end}"
            : $"the end of lease {lease} is confirmed; it was {end}, so the lease is being taken down";
    }
}
