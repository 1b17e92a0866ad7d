using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli;
using Paygress.Provider.Cli.Client;

namespace Paygress.Provider.Trials;

/// <summary>Tries whether what is sold can be exceeded on this host.</summary>
internal sealed class TrialVerb : ClientVerb
{
    public TrialVerb(CliContext context)
        : base(
            context, "trial", "Try on this host whether the limits that are sold can be exceeded.",
            "paygress-provider trial", "paygress-provider trial --json | jq '.lines[] | select(.outcome != \"held\")'", "",
            "Takes a minute or two and two leases of template hello, one of which does",
            "all that a hostile tenant would. What does not hold is not offered any more;",
            "'check' says so.",
            "Exit codes: 0 nothing is broken; 1 something is.")
    {
        Define();
    }

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var reply = await call.Client.TrialAsync(cancellationToken);
        if (reply is not Reply<TrialMessage>.Ok { Value: var trial })
        {
            return call.Fail(reply);
        }

        if (call.Json)
        {
            call.PrintJson(trial, CliJson.Api.TrialMessage);
        }
        else
        {
            call.Print(TrialTable.Build(trial, call.Terminal.Out.Width));
        }

        return trial.Lines.Any(l => l.Outcome == "broken") ? ExitCode.Failed : ExitCode.Done;
    }

    protected override void Interrupted(ClientCall call) => call.Note("interrupted; the trial goes on, look later with 'paygress-provider check'");
}
