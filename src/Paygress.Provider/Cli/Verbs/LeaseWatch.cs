using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Rendering;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>The list of leases on a terminal, drawn anew each second, also while the provider does not answer.</summary>
internal sealed class LeaseWatch(ClientCall call, bool all)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Longer than a loaded provider takes.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly WatchPace _pace = new(call.Time);
    private volatile Sight _sight = new([], At: 0, Trouble: null);

    /// <summary>Runs until cancelled; ends by itself only when the first look fails.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var first = await AskAsync(cancellationToken);
        if (first is not Reply<LeaseListMessage>.Ok)
        {
            return call.Fail(first);
        }

        using var screen = new PictureScreen(call.Terminal.Out);
        for (var asking = Task.CompletedTask; ;)
        {
            asking = asking.IsCompleted && _pace.IsDue ? AskAsync(cancellationToken) : asking;
            var redraw = screen.Resized.Next;
            Draw(screen, isWaiting: !asking.IsCompleted);
            await Pulse.WaitAsync(redraw, Interval, call.Time, cancellationToken);
        }
    }

    private async Task<Reply<LeaseListMessage>> AskAsync(CancellationToken cancellationToken)
    {
        var reply = await _pace.MeasureAsync(() => call.Client.LeasesAsync(all, cancellationToken));
        Take(reply);
        return reply;
    }

    // A provider that restarts leaves the last list standing, with a word about it.
    private void Take(Reply<LeaseListMessage> reply) => _sight = reply switch
    {
        Reply<LeaseListMessage>.Ok ok => new Sight(ok.Value.Leases, call.Time.GetTimestamp(), Trouble: null),
        Reply<LeaseListMessage>.Refused refused => _sight with { Trouble = $"{refused.Problem.Detail} ({refused.Problem.Code}); trying again" },
        Reply<LeaseListMessage>.Unreachable unreachable => _sight with { Trouble = $"{unreachable.Fault.What}; trying again" },
        _ => _sight,
    };

    private void Draw(PictureScreen screen, bool isWaiting)
    {
        var (sight, profile) = (_sight, call.Terminal.Out.Console.Profile);
        var age = call.Time.GetElapsedTime(sight.At);
        var trouble = sight.Trouble ?? (isWaiting && _pace.SinceAsked > Silence ? $"the provider does not answer; this is {ShortTime.Span(age)} old" : null);
        screen.Draw(LeaseBoard.Build(LeaseBoard.After(age, sight.Leases), trouble, call.Time.GetUtcNow(), profile.Width, profile.Height));
    }

    /// <summary>The leases as they were seen last.</summary>
    private sealed record Sight(IReadOnlyList<LeaseMessage> Leases, long At, string? Trouble);
}
