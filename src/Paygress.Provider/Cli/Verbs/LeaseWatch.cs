using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Rendering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>The list of leases, drawn anew each second.</summary>
internal sealed class LeaseWatch(ClientCall call, bool all)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Heading, header line, the line that counts what is not shown, and the cursor's.
    private const int LinesAround = 4;

    private IReadOnlyList<LeaseMessage> _leases = [];

    /// <summary>Runs until cancelled; ends by itself only when the first look fails.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var first = await call.Client.LeasesAsync(all, cancellationToken);
        if (first is not Reply<LeaseListMessage>.Ok)
        {
            return call.Fail(first);
        }

        await call.Terminal.Out.Console.Live(Draw(first)).StartAsync(async live =>
        {
            using var timer = new PeriodicTimer(Interval, call.Time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                live.UpdateTarget(Draw(await call.Client.LeasesAsync(all, cancellationToken)));
            }
        });
        return ExitCode.Done;
    }

    /// <summary>One picture; a provider that restarts leaves the last list standing, with a word about it.</summary>
    internal IRenderable Draw(Reply<LeaseListMessage> reply)
    {
        var trouble = reply switch
        {
            Reply<LeaseListMessage>.Ok ok => Keep(ok.Value.Leases),
            Reply<LeaseListMessage>.Refused refused => $"{refused.Problem.Detail} ({refused.Problem.Code}); trying again",
            Reply<LeaseListMessage>.Unreachable unreachable => $"{unreachable.Fault.What}; trying again",
            _ => null,
        };
        var rows = Math.Max(1, call.Terminal.Out.Console.Profile.Height - LinesAround);
        var shown = LeaseTable.InOrder(_leases).Take(rows).ToList();
        var heading = $"{_leases.Count} lease{(_leases.Count == 1 ? "" : "s")} at {ShortTime.Moment(call.Time.GetUtcNow())}, Ctrl-C to leave";
        return new Rows(
        [
            new Text(Printable.Fit(trouble ?? heading, call.Terminal.Out.Width), trouble is null ? new Style(Color.Grey) : new Style(Color.Yellow)),
            _leases.Count == 0 ? new Text(LeaseTable.Empty) : LeaseTable.Build(shown, call.Terminal.Out.Width),
            .. _leases.Count > shown.Count ? [new Text($"... and {_leases.Count - shown.Count} more", new Style(Color.Grey))] : Array.Empty<IRenderable>(),
        ]);
    }

    private string? Keep(IReadOnlyList<LeaseMessage> leases)
    {
        _leases = leases;
        return null;
    }
}
