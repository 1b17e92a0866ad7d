using System.CommandLine;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Parsing;
using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Tells the story of one lease.</summary>
internal sealed class WhyVerb : ClientVerb
{
    private readonly Argument<LeaseReference> _lease = LeaseArgument.Create();

    public WhyVerb(CliContext context)
        : base(
            context, "why", "Tell why a lease is as it is: its steps, how long each took, how it came out.",
            "paygress-provider why 1005", "paygress-provider why 1005 --json | jq '.steps[] | .step, .seconds'", "",
            "The steps come from the books. Where there is a journal, what it has about the",
            "lease follows.")
    {
        Define(_lease);
    }

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var reply = await call.Client.WhyAsync(call.Arguments.GetRequiredValue(_lease), cancellationToken);
        if (reply is not Reply<WhyMessage>.Ok { Value: var why })
        {
            return call.Fail(reply);
        }

        call.Show(why, CliJson.Api.WhyMessage, () => call.Print(StoryScreen.Build(why)));

        return ExitCode.Done;
    }
}
