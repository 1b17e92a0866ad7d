using System.CommandLine;
using System.CommandLine.Parsing;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Stops or resumes the taking of new leases.</summary>
internal sealed class DrainVerb : ClientVerb, IChecked
{
    private readonly Option<bool> _off = new("--off") { Description = "Take new leases again." };
    private readonly Option<bool> _wait = new("--wait") { Description = "Wait until the last lease has ended by itself." };

    public DrainVerb(CliContext context)
        : base(
            context, "drain", "Take no new leases; those that run go on.",
            "paygress-provider drain --wait", "paygress-provider drain --off", "",
            "Requests that were accepted before are still worked on. Heartbeats say so at",
            "once. Survives a restart of the provider, as --wait does. Ctrl-C while waiting",
            "keeps draining. Exit code 1: draining was turned off meanwhile.")
    {
        Define(_off, _wait);
    }

    public IEnumerable<string> Check(CommandResult result) =>
        result.GetResult(_off) is { Implicit: false } && result.GetResult(_wait) is { Implicit: false } ? ["--wait makes no sense with --off; leave one out"] : [];

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var reply = await call.Client.DrainAsync(!call.Arguments.GetValue(_off), cancellationToken);
        if (reply is not Reply<DrainMessage>.Ok { Value: var drain })
        {
            return call.Fail(reply);
        }

        if (call.Arguments.GetValue(_wait) && await new DrainWait(call).RunAsync(cancellationToken) is var code and not ExitCode.Done)
        {
            return code;
        }

        call.Show(drain, CliJson.Api.DrainMessage, () => call.PrintLine(drain.Draining ? "draining: no new leases; resume with 'paygress-provider drain --off'" : "taking leases"));
        return ExitCode.Done;
    }

    protected override void Interrupted(ClientCall call) => call.Note("interrupted; the provider goes on draining, resume with 'paygress-provider drain --off'");
}
