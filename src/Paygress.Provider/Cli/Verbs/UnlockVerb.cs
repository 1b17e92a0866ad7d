using System.CommandLine;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Parsing;
using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Gives the key of a locked lease again.</summary>
internal sealed class UnlockVerb : ClientVerb
{
    private readonly Argument<LeaseReference> _lease = LeaseArgument.Create();
    private readonly Option<string> _keyFile = CommonOptions.KeyFile(required: true);

    public UnlockVerb(CliContext context)
        : base(
            context, "unlock", "Open the encrypted volume of a locked lease and start it again.",
            "paygress-provider unlock 1005 --key-file key",
            "ssh owner cat key | paygress-provider unlock 1005 --key-file -",
            "",
            "A lease is locked after the machine was rebooted: its key was only in memory.")
    {
        Define(_lease, _keyFile);
    }

    protected override Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken) =>
        KeyInput.UseAsync(call, call.Arguments.GetRequiredValue(_keyFile), key => UnlockAsync(call, key, cancellationToken), cancellationToken);

    private async Task<int> UnlockAsync(ClientCall call, byte[] key, CancellationToken cancellationToken)
    {
        var lease = call.Arguments.GetRequiredValue(_lease);
        var reply = await call.Client.UnlockAsync(lease, new UnlockMessage { Key = key }, cancellationToken);
        if (reply is not Reply<LeaseMessage>.Ok { Value: var unlocked })
        {
            return call.Fail(reply);
        }

        call.Show(unlocked, CliJson.Api.LeaseMessage, () =>
            call.PrintLine($"lease {lease} is unlocked and runs; it ends {(unlocked.ExpiresAt is { } end ? ShortTime.Moment(end) : "later")}"));
        return ExitCode.Done;
    }
}
