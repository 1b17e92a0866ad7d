using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Shows the provider on one screen.</summary>
internal sealed class StatusVerb : ClientVerb
{
    public StatusVerb(CliContext context)
        : base(context, "status", "Show the provider on one screen.", "paygress-provider status", "paygress-provider status --json | jq .available")
    {
        Define();
    }

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var reply = await call.Client.StatusAsync(cancellationToken);
        if (reply is not Reply<StatusMessage>.Ok { Value: var status })
        {
            return call.Fail(reply);
        }

        call.Show(status, CliJson.Api.StatusMessage, () => call.Print(StatusScreen.Build(status, call.Time.GetUtcNow(), call.Terminal.Out.Width)));

        return ExitCode.Done;
    }
}
