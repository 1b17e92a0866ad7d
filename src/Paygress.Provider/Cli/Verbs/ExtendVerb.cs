using System.CommandLine;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Parsing;
using Paygress.Provider.Cli.Rendering;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Moves the end of a lease.</summary>
internal sealed class ExtendVerb : ClientVerb
{
    private readonly Argument<LeaseReference> _lease = LeaseArgument.Create();
    private readonly Argument<TimeSpan> _duration = new("DURATION") { Description = $"How much to add; {DurationParser.Units}.", CustomParser = DurationParser.Parse };
    private readonly Option<string?> _requestId = CommonOptions.RequestId();

    public ExtendVerb(CliContext context)
        : base(context, "extend", "Add time to a running lease.", "paygress-provider extend 1005 30m", "paygress-provider extend 1005 1h30m --json")
    {
        Define(_lease, _duration, _requestId);
    }

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var (lease, by) = (call.Arguments.GetRequiredValue(_lease), call.Arguments.GetRequiredValue(_duration));
        var requestId = call.Arguments.GetValue(_requestId) ?? RequestId.New(call.Time.GetUtcNow()).Value;
        var message = new ExtendMessage { RequestId = requestId, DurationSeconds = (long)by.TotalSeconds };
        var reply = await call.Client.ExtendAsync(lease, message, cancellationToken);
        if (reply is not Reply<LeaseMessage>.Ok { Value: var extended })
        {
            return call.Fail(reply, $"it may have been extended; to try again without doubling it, add --request-id {requestId}");
        }

        if (call.Json)
        {
            call.PrintJson(extended, CliJson.Api.LeaseMessage);
        }
        else
        {
            call.PrintLine($"lease {lease} extended by {DurationText.Format(by)}; it ends {(extended.ExpiresAt is { } end ? ShortTime.Moment(end) : "later")}");
            if (extended.Held)
            {
                call.Note($"that end is held and ends nothing until 'paygress-provider confirm {lease}'");
            }
        }

        return ExitCode.Done;
    }
}
