using System.CommandLine;
using System.CommandLine.Parsing;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Parsing;
using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Ends a lease before its time.</summary>
internal sealed class ReleaseVerb : ClientVerb
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Argument<LeaseReference> _lease = LeaseArgument.Create();
    private readonly Option<string?> _reason = new("--reason") { Description = "Kept in the lease's event log.", HelpName = "TEXT" };
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Do not wait until nothing of it is left." };

    public ReleaseVerb(CliContext context)
        : base(
            context, "release", "End a lease now and destroy its data.",
            "paygress-provider release 1005", "paygress-provider release 1005 --reason 'asked by owner'", "",
            "Also removes what 'audit' finds of a lease that is not in the books.")
    {
        _reason.Validators.Add(CheckReason);
        Define(_lease, _reason, _noWait);
    }

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        var lease = call.Arguments.GetRequiredValue(_lease);
        var wait = call.Arguments.GetValue(_noWait) ? TimeSpan.Zero : Turn;
        var reply = await call.Client.ReleaseAsync(lease, call.Arguments.GetValue(_reason), wait, cancellationToken);
        if (reply is not Reply<ReleaseMessage>.Ok { Value: var answer })
        {
            return call.Fail(reply);
        }

        if (answer.Removed is { } removed)
        {
            return Show(call, removed);
        }

        Reply<LeaseMessage> last = new Reply<LeaseMessage>.Ok(answer.Lease!); // one of the two is there
        if (wait > TimeSpan.Zero)
        {
            last = await UntilGoneAsync(call, last, cancellationToken);
        }

        return last is Reply<LeaseMessage>.Ok { Value: var released } ? Show(call, lease, released) : call.Fail(last);
    }

    // It goes into the request's line: a web server refuses a long one in words of its own.
    private static void CheckReason(OptionResult reason)
    {
        if (ReleaseReason.FindFault(reason.GetValueOrDefault<string?>()) is { } fault)
        {
            reason.AddError($"--reason {fault.Detail}");
        }
    }

    private static async Task<Reply<LeaseMessage>> UntilGoneAsync(ClientCall call, Reply<LeaseMessage> reply, CancellationToken cancellationToken)
    {
        for (var told = ""; reply is Reply<LeaseMessage>.Ok { Value: { State: not ("ended" or "failed") } unfinished };)
        {
            var trouble = unfinished.LastError is { } error ? $"still being taken down: {Printable.Line(error)}" : "still being taken down";
            if (trouble != told)
            {
                call.Note(trouble);
                told = trouble;
            }

            // By its id: the vmid may go to another lease as soon as this one is gone.
            await Task.Delay(Interval, call.Time, cancellationToken);
            reply = await call.Client.LeaseAsync(LeaseReference.Of(unfinished), cancellationToken);
        }

        return reply;
    }

    private static int Show(ClientCall call, RemovedListMessage removed)
    {
        if (call.Json)
        {
            call.PrintJson(removed, CliJson.Api.RemovedListMessage);
        }
        else
        {
            foreach (var thing in removed.Removed)
            {
                call.PrintLine($"removed {thing.Kind} {Printable.Line(thing.Name)}");
            }
        }

        return ExitCode.Done;
    }

    private static int Show(ClientCall call, LeaseReference lease, LeaseMessage released)
    {
        if (call.Json)
        {
            call.PrintJson(released, CliJson.Api.LeaseMessage);
        }
        else
        {
            call.PrintLine(released.State is "ended" or "failed"
                ? $"lease {lease} is over ({released.EndReason ?? released.State}); nothing of it is left"
                : $"lease {lease} is being taken down; look with 'paygress-provider inspect {released.LeaseId}'");
        }

        return ExitCode.Done;
    }

    protected override void Interrupted(ClientCall call) =>
        call.Note($"interrupted; the release goes on, look with 'paygress-provider inspect {call.Arguments.GetRequiredValue(_lease)}'");
}
