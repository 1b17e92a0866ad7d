using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Compares books and host.</summary>
internal sealed class AuditVerb : ClientVerb
{
    public AuditVerb(CliContext context)
        : base(
            context, "audit", "Compare the books with the host.",
            "paygress-provider audit", "paygress-provider audit --json", "",
            "Looks in both directions and changes nothing.", "Exits 1 when something is unexplained or could not be looked at.")
    {
        Define();
    }

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var reply = await call.Client.AuditAsync(cancellationToken);
        if (reply is not Reply<AuditMessage>.Ok { Value: var audit })
        {
            return call.Fail(reply);
        }

        call.Show(audit, CliJson.Api.AuditMessage, () => call.Print(AuditScreen.Build(audit, call.Terminal.Out.Width)));

        return audit.Findings.Count + audit.Unanswered.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
