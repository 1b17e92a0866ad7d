using System.CommandLine;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Prints what happened to leases, and what happens.</summary>
internal sealed class EventsVerb : ClientVerb
{
    private const int DefaultLast = 20;

    // Three beats of the stream: by then somebody is gone.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on with what happens until Ctrl-C, also over a restart of the provider." };
    private readonly Option<int> _last = new("--last", "-n") { Description = "How many of the latest events to begin with.", HelpName = "COUNT", DefaultValueFactory = _ => DefaultLast };

    private string? _told;

    public EventsVerb(CliContext context)
        : base(
            context, "events", "Print what happened to all leases, oldest first.",
            "paygress-provider events -n 100", "paygress-provider events -f --json | jq -c 'select(.state == \"failed\")'", "",
            "With --json each event is an object on a line of its own.")
    {
        Define(_follow, _last);
    }

    protected override async Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken)
    {
        await using var output = call.Terminal.OpenOutput();
        var (printer, follow) = (new EventPrinter(call, output), call.Arguments.GetValue(_follow));
        while (true)
        {
            var before = printer.Place;
            var reply = await ReadAsync(call, printer, follow, cancellationToken);
            if (printer.IsUnread || reply is Reply<bool>.Refused || printer.Place is null || (!follow && (reply is Reply<bool>.Ok || printer.Place == before)))
            {
                return reply is Reply<bool>.Ok || printer.IsUnread ? ExitCode.Done : call.Fail(reply);
            }

            // The provider lets go who takes nothing for long, as a pager on its first page: the rest is asked for when more is wanted.
            if (follow)
            {
                Tell(call, reply is Reply<bool>.Unreachable lost ? lost.Fault.What : "the provider ended the stream");
            }

            await Task.Delay(RetryDelay, call.Time, cancellationToken);
        }
    }

    // Once, however long it takes.
    private void Tell(ClientCall call, string trouble)
    {
        if (trouble != _told)
        {
            call.Note($"{Printable.Line(trouble)}; trying again");
            _told = trouble;
        }
    }

    private async Task<Reply<bool>> ReadAsync(ClientCall call, EventPrinter printer, bool follow, CancellationToken cancellationToken)
    {
        printer.Begin();
        using var silent = new CancellationTokenSource(Silence, call.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silent.Token);
        try
        {
            return await call.Client.AllEventsAsync(follow, call.Arguments.GetValue(_last), printer.Place, SinkAsync, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Reply<bool>.Unreachable(new ConnectionFault("the provider has been silent for too long", "is it busy?", MayHaveArrived: true));
        }

        async ValueTask<bool> SinkAsync(ReadOnlyMemory<byte> bytes, CancellationToken token)
        {
            // While a pager holds up what is printed, it is not the provider who is silent.
            silent.CancelAfter(Timeout.InfiniteTimeSpan);
            var goesOn = await printer.TakeAsync(bytes, token);
            silent.CancelAfter(Silence);
            return goesOn;
        }
    }
}
