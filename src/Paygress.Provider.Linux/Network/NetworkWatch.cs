using System.Collections.Immutable;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Network;

/// <summary>Hears from the kernel when a port comes to the bridge, and when somebody takes rules away.</summary>
public sealed class NetworkWatch
{
    private const string Gone = "Deleted ";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ICommandRunner _runner;
    private readonly NetworkGuard _guard;
    private readonly TimeProvider _timeProvider;
    private readonly string _master;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    internal NetworkWatch(ICommandRunner runner, NetworkGuard guard, string bridge, TimeProvider timeProvider)
    {
        (_runner, _guard, _timeProvider) = (runner, guard, timeProvider);
        _master = $" master {bridge} ";
    }

    /// <summary>Listens until cancelled. What is missed while a program is started again, the guard's own look finds.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        ListenAsync("ip", ["-o", "monitor", "link"], OnLinkAsync, cancellationToken),
        ListenAsync("ip", ["-o", "monitor", "rule", "route"], OnRemovalAsync, cancellationToken),
        ListenAsync("nft", ["monitor", "destroy"], OnRemovalAsync, cancellationToken));

    private async Task ListenAsync(string program, ImmutableArray<string> words, Func<string, CancellationToken, ValueTask> onLine, CancellationToken cancellationToken)
    {
        var spec = new StreamSpec { Program = program, Arguments = words, IdleLimit = Timeout.InfiniteTimeSpan };
        while (true)
        {
            var ended = await _runner.StreamLinesAsync(spec, (line, stop) => onLine(line.Text, stop), cancellationToken);

            // A program that is not installed is not there a second later.
            await Task.Delay(ended is CommandResult.NotStarted ? NetworkState.Interval : Pause, _timeProvider, cancellationToken);
            _guard.Touched.Send();
        }
    }

    // Docker puts the port on the bridge before the container's first process is started. Each port is told of several times.
    private async ValueTask OnLinkAsync(string line, CancellationToken cancellationToken)
    {
        if (line.StartsWith(Gone, StringComparison.Ordinal))
        {
            _known.Remove(NumberOf(line[Gone.Length..]));
        }
        else if (line.Contains(_master, StringComparison.Ordinal) && _known.Add(NumberOf(line)))
        {
            await _guard.MendPortsAsync(cancellationToken);
        }
    }

    // Many removals come as one flush. Additions are nobody's loss.
    private ValueTask OnRemovalAsync(string line, CancellationToken cancellationToken)
    {
        if (line.StartsWith(Gone, StringComparison.Ordinal) || line.StartsWith("delete ", StringComparison.Ordinal))
        {
            _guard.Touched.Send();
        }

        return ValueTask.CompletedTask;
    }

    private static string NumberOf(string line) => line.Split(':', 2)[0];
}
